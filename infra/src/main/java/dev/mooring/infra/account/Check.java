package dev.mooring.infra.account;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Locale;

/**
 * One thing that an account must have before a fleet is deployed into it.
 *
 * @param name of what was looked at
 * @param sentence what was found, and what to do where it is not as it must be
 */
public record Check(String name, Outcome outcome, String sentence) {
    /** From the least to the gravest. */
    public enum Outcome {
        READY,
        WARNING,
        /** AWS did not say, for want of a permission or of an answer. */
        UNKNOWN,
        FAILURE
    }

    static Check ready(String name, String sentence) {
        return new Check(name, Outcome.READY, sentence);
    }

    static Check warning(String name, RefusedException reason) {
        return new Check(name, Outcome.WARNING, String.valueOf(reason.getMessage()));
    }

    static Check failure(String name, RefusedException reason) {
        return new Check(name, Outcome.FAILURE, String.valueOf(reason.getMessage()));
    }

    /** As a line for people. */
    public String line() {
        return String.format(Locale.ROOT, "%-8s %-18s %s%n", outcome.name().toLowerCase(Locale.ROOT), name, sentence);
    }
}
