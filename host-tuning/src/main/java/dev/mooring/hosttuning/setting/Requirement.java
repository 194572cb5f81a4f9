package dev.mooring.hosttuning.setting;

import dev.mooring.capacity.unit.Bytes;

/**
 * What a setting must be.
 *
 * @param comparison how the value in force relates to the required one
 * @param value the required value
 */
public record Requirement(Comparison comparison, Value value) {
    static Requirement atLeast(long number, String formula) {
        return new Requirement(Comparison.AT_LEAST, new Value.Fixed(Long.toString(number), formula));
    }

    static Requirement atMost(long number, String formula) {
        return new Requirement(Comparison.AT_MOST, new Value.Fixed(Long.toString(number), formula));
    }

    static Requirement exactly(String text, String formula) {
        return new Requirement(Comparison.EXACTLY, new Value.Fixed(text, formula));
    }

    /** Whether a value in force is good on a host with so much memory. */
    public boolean holds(String actual, Bytes memory) {
        return comparison.holds(actual, value.on(memory));
    }

    /** The requirement in human-readable form, as {@code >= 1048576}. */
    public String text(Bytes memory) {
        return comparison + " " + value.on(memory);
    }
}
