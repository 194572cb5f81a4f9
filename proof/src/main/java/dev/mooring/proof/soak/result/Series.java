package dev.mooring.proof.soak.result;

import java.util.List;

/**
 * Readings in the course of a scenario.
 *
 * @param seconds since the first reading, one for each value
 */
public record Series(String name, String unit, List<Long> seconds, List<Long> values) {
    public Series {
        seconds = List.copyOf(seconds);
        values = List.copyOf(values);
    }
}
