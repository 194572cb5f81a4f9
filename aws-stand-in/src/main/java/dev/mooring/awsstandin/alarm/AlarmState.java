package dev.mooring.awsstandin.alarm;

/** The state of a metric alarm, named as CloudWatch names it. */
public enum AlarmState {
    OK,
    ALARM,
    INSUFFICIENT_DATA
}
