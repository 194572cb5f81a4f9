package dev.mooring.rehearsal.measure;

import java.time.Duration;
import java.util.List;

/**
 * The open connections while a server drains.
 *
 * @param window the time it was given
 * @param points from the signal on; the first is everything open
 */
public record DrainCurve(Duration window, List<Point> points) {
    /** The open connections at a time after the signal. */
    public record Point(Duration time, long open) {}

    public DrainCurve {
        points = List.copyOf(points);
    }

    /** Until the last connection was seen closed, or the last look. */
    public Duration length() {
        return points.stream()
                .filter(point -> point.open() == 0)
                .findFirst()
                .orElse(points.getLast())
                .time();
    }

    public boolean isComplete() {
        return points.getLast().open() == 0;
    }

    /** The largest distance from a straight line, as a part of all connections: 0 is perfectly even. */
    public double unevenness() {
        return points.stream().mapToDouble(this::distanceFromLine).max().orElse(0);
    }

    private double distanceFromLine(Point point) {
        double closed =
                1 - (double) point.open() / Math.max(1, points.getFirst().open());
        double due = Math.min(1, (double) point.time().toNanos() / window.toNanos());
        return Math.abs(closed - due);
    }
}
