package dev.mooring.hosttuning.report;

import java.util.Locale;

/** The forms of a report. */
public enum Format {
    TABLE,
    JSON,
    JUNIT,
    TAP,
    PROMETHEUS;

    /** The name on the command line, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
