package dev.mooring.loadgenerator.run;

/** What a run is doing. */
public enum Phase {
    RAMP,
    SETTLE,
    HOLD,
    CLOSE
}
