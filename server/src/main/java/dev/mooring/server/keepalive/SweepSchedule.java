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
    private static final int TICKS_IN_STEP = 2;

    private final long interval;
    private final long longestTick;
    private final long start;
    private long visited;

    /**
     * A schedule that starts now.
     *
     * @param interval the keepalive interval
     * @param pongTimeout at most the interval
     * @param now the present, in nanoseconds of any monotonic clock
     */
    public SweepSchedule(Duration interval, Duration pongTimeout, long now) {
        this.interval = interval.toNanos();
        this.longestTick =
                Math.clamp(Math.min(interval.toNanos() / 8, pongTimeout.toNanos() / 4), SHORTEST_TICK, LONGEST_TICK);
        this.start = now;
    }

    /**
     * How much of a pause of the process counts as time: two of the longest ticks, and so no more than half the pong
     * timeout. After a pause the deadlines may be looked at before the pongs that came meanwhile are read, so a step as
     * long as the pong timeout would close everybody who was pinged shortly before.
     */
    public static Duration longestStep(Duration pongTimeout) {
        return Duration.ofNanos(TICKS_IN_STEP * Math.clamp(pongTimeout.toNanos() / 4, SHORTEST_TICK, LONGEST_TICK));
    }

    /** The slot of a moment. */
    public int slotAt(long now) {
        return (int) (slotsUntil(now) & (KeepaliveWheel.SLOTS - 1));
    }

    /**
     * Takes the next slot that is due.
     *
     * @return the slot, or -1 when none is due; after a pause of more than an interval, one turn of the wheel
     */
    public int nextDue(long now) {
        long due = slotsUntil(now);
        visited = Math.max(visited, due - KeepaliveWheel.SLOTS);
        if (visited >= due) {
            return -1;
        }
        return (int) (visited++ & (KeepaliveWheel.SLOTS - 1));
    }

    /**
     * When the slot taken last was due: at most a tick ago. The time for a pong counts from here and not from the ping,
     * so that with a pong timeout as long as the interval it is up before the next ping goes out.
     */
    public long dueSince(long now) {
        long turns = visited / KeepaliveWheel.SLOTS;
        long rest = visited % KeepaliveWheel.SLOTS;
        return Math.max(start + turns * interval + rest * interval / KeepaliveWheel.SLOTS, now - longestTick);
    }

    /** How long to rest between ticks: long enough for many pings, at most an eighth of the interval. */
    public Duration tick(int connections) {
        long spread = connections == 0 ? longestTick : interval / connections * PINGS_PER_TICK;
        return Duration.ofNanos(Math.clamp(spread, SHORTEST_TICK, longestTick));
    }

    private long slotsUntil(long now) {
        // Turns and the rest apart: elapsed * 256 alone would overflow after 417 days.
        long elapsed = now - start;
        return elapsed / interval * KeepaliveWheel.SLOTS + elapsed % interval * KeepaliveWheel.SLOTS / interval;
    }
}
