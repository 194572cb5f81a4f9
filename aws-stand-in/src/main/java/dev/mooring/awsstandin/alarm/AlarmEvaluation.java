package dev.mooring.awsstandin.alarm;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How an alarm is judged: so many of the last datapoints must breach. Pure.
 *
 * <p>Sources: CloudWatch user guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data", whose two
 * tables a test repeats.
 *
 * @param periods the last datapoints that count
 * @param toAlarm how many of them must breach
 * @param missing what a period without a datapoint counts as
 */
public record AlarmEvaluation(int periods, int toAlarm, Comparison comparison, double threshold, MissingData missing) {
    /** So many more periods are looked at, in case some of the last have no datapoint; as in the tables of the user guide. */
    private static final int MORE = 2;

    public AlarmEvaluation {
        if (toAlarm < 1 || toAlarm > periods) {
            throw new IllegalArgumentException(
                    "DatapointsToAlarm=" + toAlarm + " is outside 1-" + periods + ", the evaluation periods");
        }
    }

    /** How many periods are looked at. */
    public int range() {
        return periods + MORE;
    }

    /**
     * The state after a look.
     *
     * @param datapoints of each period of the range, the last one last; empty where there is none. Fewer than the range at the
     *     beginning of a metric
     * @param current the state before
     */
    public AlarmState state(List<OptionalDouble> datapoints, AlarmState current) {
        List<Boolean> real = datapoints.stream()
                .filter(OptionalDouble::isPresent)
                .map(value -> comparison.breaches(value.getAsDouble(), threshold))
                .toList();
        if (real.size() >= periods) {
            return alarmIf(breaching(real.subList(real.size() - periods, real.size())) >= toAlarm);
        }
        int filled = periods - real.size();
        return switch (missing) {
            case BREACHING -> alarmIf(breaching(real) + filled >= toAlarm);
            case NOT_BREACHING -> alarmIf(breaching(real) >= toAlarm);
            case MISSING ->
                real.isEmpty() ? AlarmState.INSUFFICIENT_DATA : few(real, datapoints, AlarmState.ALARM, current);
            case IGNORE -> real.isEmpty() ? current : few(real, datapoints, current, current);
        };
    }

    /** With fewer datapoints than periods. "Avoiding premature transitions to alarm state". */
    private AlarmState few(
            List<Boolean> real, List<OptionalDouble> datapoints, AlarmState oldBreach, AlarmState current) {
        if (breaching(real) >= toAlarm) {
            return AlarmState.ALARM;
        }
        if (real.contains(false)) {
            return AlarmState.OK;
        }
        return oldest(datapoints) >= toAlarm ? oldBreach : current;
    }

    /** The age of the oldest datapoint; 1 is the last period's. */
    private static int oldest(List<OptionalDouble> datapoints) {
        int first = 0;
        while (datapoints.get(first).isEmpty()) {
            first++;
        }
        return datapoints.size() - first;
    }

    private static int breaching(List<Boolean> datapoints) {
        return Math.toIntExact(datapoints.stream().filter(breaches -> breaches).count());
    }

    private static AlarmState alarmIf(boolean alarms) {
        return alarms ? AlarmState.ALARM : AlarmState.OK;
    }
}
