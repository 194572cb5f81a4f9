package dev.mooring.hostagent.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * When a host publishes its metrics: once in each interval of the wall clock, at its own moment. An alarm adds up what all
 * hosts sent within a clock minute, so each minute must have one sign of life of each host. An interval that is counted from
 * the last publication drifts by half a step of the agent, and leaves minutes out.
 *
 * @param interval between two publications
 * @param phase after the beginning of an interval
 */
public record MetricSchedule(Duration interval, Duration phase) {
    /** Neither a step nor a failed call that is repeated takes a publication into the next interval. */
    private static final double FIRST = 1.0 / 12;

    private static final double LAST = 7.0 / 12;

    /** The phase of this host: the same whenever its agent starts, and another one than most hosts have. */
    public static MetricSchedule of(Duration interval, String instance) {
        double share = new SplittableRandom(instance.hashCode()).nextDouble();
        return new MetricSchedule(
                interval, Duration.ofMillis((long) (interval.toMillis() * (FIRST + share * (LAST - FIRST)))));
    }

    /** From now until the next publication is due; more than none, at most an interval. */
    Duration untilNext(Instant now) {
        long length = interval.toMillis();
        return Duration.ofMillis(length - Math.floorMod(now.toEpochMilli() - phase.toMillis(), length));
    }
}
