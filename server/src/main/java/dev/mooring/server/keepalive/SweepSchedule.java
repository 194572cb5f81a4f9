package dev.mooring.server.keepalive;

import java.time.Duration;

/**
 * The pace of the keepalive sweep: where it has to be at a given time, and how long to rest till the next tick.
 *
 * <p>A turn takes 256/257 of the interval. The sweep knows to a slot when a connection was heard from or pinged, and that
 * slot less makes sure that its next ping is never later than the interval and a tick. Pure arithmetic on the times it is
 * given. Not thread-safe.
 */
public final class SweepSchedule {
    /**
     * Pings sent in one tick at an even pace, where the interval allows it: one wakeup serves many, and 2.3 times as many,
     * which is the most that the wheel lets stand together, are no more than 256.
     */
    private static final int PINGS_PER_TICK = 108;

    private static final int SLOTS_IN_INTERVAL = KeepaliveWheel.SLOTS + 1;
    private static final long MIN_TICK = Duration.ofMillis(10).toNanos();
    private static final long MAX_TICK = Duration.ofMillis(500).toNanos();
    private static final int TICKS_IN_INTERVAL = 16;
    private static final int IDLE_TICKS_IN_INTERVAL = 8;
    private static final int TICKS_IN_STEP = 2;

    private final long intervalNanos;
    private final long slot;
    private final long longestTick;
    private final long idleTick;
    private final long start;

    /**
     * A schedule that starts now.
     *
     * @param interval the keepalive interval
     * @param pongTimeout at most the interval
     * @param now the present, in nanoseconds of any monotonic clock
     */
    public SweepSchedule(Duration interval, Duration pongTimeout, long now) {
        intervalNanos = interval.toNanos();
        this.slot = intervalNanos / SLOTS_IN_INTERVAL;
        this.longestTick = longest(intervalNanos / TICKS_IN_INTERVAL, pongTimeout);
        this.idleTick = longest(intervalNanos / IDLE_TICKS_IN_INTERVAL, pongTimeout);
        this.start = now;
    }

    /**
     * How much of a pause of the process counts as time: two of the longest ticks, and so no more than half the pong
     * timeout. After a pause the deadlines may be looked at before the pongs that came meanwhile are read, so a step as
     * long as the pong timeout would close everybody who was pinged shortly before.
     */
    public static Duration longestStep(Duration pongTimeout) {
        return Duration.ofNanos(TICKS_IN_STEP * Math.clamp(pongTimeout.toNanos() / 4, MIN_TICK, MAX_TICK));
    }

    /** Where the sweep has to be, in the measure of {@link KeepaliveWheel#sweep}. */
    public long position(long now) {
        long elapsed = now - start;
        return ((elapsed / slot) << KeepaliveWheel.FRACTION_BITS)
                + ((elapsed % slot) << KeepaliveWheel.FRACTION_BITS) / slot;
    }

    /**
     * How long to rest between ticks: long enough for many pings, at most a sixteenth of the interval; twice that, so that an
     * idle process hardly wakes, while there is nobody to ping.
     */
    public Duration tick(int connections) {
        return Duration.ofNanos(
                connections == 0
                        ? idleTick
                        : Math.clamp(intervalNanos / connections * PINGS_PER_TICK, MIN_TICK, longestTick));
    }

    private static long longest(long tick, Duration pongTimeout) {
        return Math.clamp(Math.min(tick, pongTimeout.toNanos() / 4), MIN_TICK, MAX_TICK);
    }
}
