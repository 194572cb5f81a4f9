package dev.mooring.proof.soak.result;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A series as it comes in, and the straight line through it by least squares. Used by one thread. */
public final class Readings {
    private final List<Reading> readings = new ArrayList<>();

    private record Reading(double seconds, long value) {}

    public void add(Duration time, long value) {
        readings.add(new Reading(seconds(time), value));
    }

    /** How much the line rises in a time; 0 with fewer than two readings. */
    public double rise(Duration time) {
        double meanTime =
                readings.stream().mapToDouble(Reading::seconds).average().orElse(0);
        double meanValue = readings.stream().mapToLong(Reading::value).average().orElse(0);
        double products = 0;
        double squares = 0;
        for (Reading reading : readings) {
            products += (reading.seconds - meanTime) * ((double) reading.value - meanValue);
            squares += (reading.seconds - meanTime) * (reading.seconds - meanTime);
        }
        return squares == 0 ? 0 : products / squares * seconds(time);
    }

    public long first() {
        return readings.getFirst().value;
    }

    public long last() {
        return readings.getLast().value;
    }

    public Series series(String name, String unit) {
        return new Series(
                name,
                unit,
                readings.stream().map(reading -> Math.round(reading.seconds)).toList(),
                readings.stream().map(Reading::value).toList());
    }

    private static double seconds(Duration time) {
        return (double) time.toNanos() / 1e9;
    }
}
