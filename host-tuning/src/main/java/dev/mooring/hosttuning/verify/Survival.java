package dev.mooring.hosttuning.verify;

import java.util.Locale;

/** Whether the value in force is still in force after a reboot. */
public enum Survival {
    YES,
    NO,
    UNKNOWN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
