package dev.mooring.proof.peers.result;

import java.util.List;

/**
 * The middle and the ends of some samples: with three rounds a standard deviation would be a pretence.
 *
 * @param median the mean of the middle two when their number is even
 */
public record Spread(double median, double lowest, double highest) {
    public static Spread of(List<Double> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no samples, no spread");
        }
        List<Double> sorted = samples.stream().sorted().toList();
        double upper = sorted.get(sorted.size() / 2);
        double lower = sorted.get((sorted.size() - 1) / 2);
        return new Spread((lower + upper) / 2, sorted.getFirst(), sorted.getLast());
    }

    /** How far the furthest sample is from the median, as a share of the median. */
    public double deviation() {
        return Math.max(highest - median, median - lowest) / Math.abs(median);
    }

    public boolean isOneValue() {
        return Double.compare(lowest, highest) == 0;
    }
}
