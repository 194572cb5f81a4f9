package dev.mooring.proof.soak.result;

/**
 * One number of a scenario.
 *
 * @param unit empty for counts
 * @param bound what it is held to, as in {@code <= 36}; empty when it is only told
 * @param holds whether it keeps to its bound
 */
public record Figure(String name, double value, String unit, String bound, boolean holds) {}
