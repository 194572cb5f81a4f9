package dev.mooring.proof.soak.result;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A series as it comes in, and the straight line through it by least squares. Used by one thread. */
public final class Trend {
    private final List<Point> points = new ArrayList<>();

    private record Point(double seconds, long value) {}

    public void add(Duration time, long value) {
        points.add(new Point(seconds(time), value));
    }

    /** How much the line rises in a time; 0 with fewer than two points. */
    public double rise(Duration time) {
        double meanTime = points.stream().mapToDouble(Point::seconds).average().orElse(0);
        double meanValue = points.stream().mapToLong(Point::value).average().orElse(0);
        double products = 0;
        double squares = 0;
        for (Point point : points) {
            products += (point.seconds - meanTime) * ((double) point.value - meanValue);
            squares += (point.seconds - meanTime) * (point.seconds - meanTime);
        }
        return squares == 0 ? 0 : products / squares * seconds(time);
    }

    public long first() {
        return points.getFirst().value;
    }

    public long last() {
        return points.getLast().value;
    }

    public Series series(String name, String unit) {
        return new Series(
                name,
                unit,
                points.stream().map(point -> Math.round(point.seconds)).toList(),
                points.stream().map(Point::value).toList());
    }

    private static double seconds(Duration time) {
        return (double) time.toNanos() / 1e9;
    }
}
