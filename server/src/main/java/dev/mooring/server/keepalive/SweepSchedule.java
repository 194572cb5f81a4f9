package dev.mooring.server.keepalive;

import java.time.Duration;

/**
 * The pace of the keepalive sweep: which slots of the wheel are due at a given time, and how long to rest till the next
 * tick.
 *
 * <p>Pure arithmetic on the times it is given. Not thread-safe.
 */
public final class SweepSchedule {
    /** Pings sent in one tick where the interval allows it, so that one wakeup serves many. */
    private static final int PINGS_PER_TICK = 128;

    private static final long SHORTEST_TICK = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_TICK = Duration.ofMillis(500).toNanos();

    private final long interval;
    private final long start;
    private long visited;

    /**
     * A schedule that starts now.
     *
     * @param interval the keepalive interval
     * @param now the present, in nanoseconds of any monotonic clock
     */
    public SweepSchedule(Duration interval, long now) {
        this.interval = interval.toNanos();
        this.start = now;
    }

    /** The slot of a moment. */
    public int slotAt(long now) {
        return (int) (slotsUntil(now) & (KeepaliveWheel.SLOTS - 1));
    }

    /**
     * Takes the next slot that falls due before the next tick, so that no ping is ever late.
     *
     * @return the slot, or -1 when none is due; after a pause of more than an interval, one turn of the wheel
     */
    public int nextDue(long now, Duration tick) {
        long due = slotsUntil(now + tick.toNanos());
        visited = Math.max(visited, due - KeepaliveWheel.SLOTS);
        if (visited >= due) {
            return -1;
        }
        return (int) (visited++ & (KeepaliveWheel.SLOTS - 1));
    }

    /** How long to rest between ticks with so many connections: 10 to 500 ms, never more than an eighth of the interval. */
    public Duration tick(int connections) {
        long spread = connections == 0 ? LONGEST_TICK : interval / connections * PINGS_PER_TICK;
        return Duration.ofNanos(
                Math.clamp(spread, SHORTEST_TICK, Math.clamp(interval / 8, SHORTEST_TICK, LONGEST_TICK)));
    }

    private long slotsUntil(long now) {
        // Seconds and the rest apart: elapsed * 256 alone would overflow after 417 days.
        long elapsed = now - start;
        return elapsed / interval * KeepaliveWheel.SLOTS + elapsed % interval * KeepaliveWheel.SLOTS / interval;
    }
}
