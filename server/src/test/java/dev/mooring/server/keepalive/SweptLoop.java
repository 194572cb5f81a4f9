package dev.mooring.server.keepalive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A loop's tick and its connections on a clock of its own, with a model beside it that knows when each was heard from or
 * pinged: it finds a ping that comes late, or sooner than half an interval after.
 */
final class SweptLoop {
    final KeepaliveWheel<Entry> wheel = new KeepaliveWheel<>();
    final List<Entry> open = new ArrayList<>();
    /** Called for each connection that is handed out, as a handler is: it may close any. */
    Consumer<Entry> visitor = entry -> {};

    long now;
    /** Of the last tick. */
    int pings;

    long allPings;
    long earlyPings;

    private final long interval;
    private final SweepSchedule schedule;
    private int names;
    private long lastTick;
    private long longestTick;

    SweptLoop(Duration interval, Duration pongTimeout) {
        this.interval = interval.toNanos();
        this.schedule = new SweepSchedule(interval, pongTimeout, 0);
    }

    void open(int number) {
        for (int i = 0; i < number; i++) {
            Entry entry = new Entry(names++);
            entry.place = open.size();
            entry.quietSince = now;
            open.add(entry);
            wheel.add(entry);
        }
    }

    void close(Entry entry) {
        if (entry.place < 0) {
            return;
        }
        Entry last = open.removeLast();
        if (entry.place < open.size()) {
            open.set(entry.place, last);
            last.place = entry.place;
        }
        entry.place = -1;
        wheel.remove(entry);
    }

    void hear(Entry entry) {
        wheel.heard(entry);
        entry.quietSince = now;
    }

    void hearAll() {
        open.forEach(this::hear);
    }

    /** How long the loop rests before its next tick. */
    long rest() {
        return schedule.tick(wheel.load()).toNanos();
    }

    /** The pings of a tick at an even pace. */
    double evenPace(long rest) {
        return (double) open.size() * rest / interval;
    }

    /** Goes on by a tick that comes so long after the one before. */
    void tick(long after) {
        now += after;
        longestTick = Math.max(longestTick, after);
        pings = 0;
        wheel.sweep(schedule.position(now), this::ping);
        lastTick = now;
    }

    /** Nobody who is open has been silent and not pinged for longer than the interval and a tick. */
    void requireNobodyLate(long tick, String circumstances) {
        for (Entry entry : open) {
            require(now - entry.quietSince <= interval + tick, entry, "is late", circumstances);
        }
    }

    private void ping(Entry entry, boolean early) {
        require(entry.place >= 0, entry, "is pinged after it was closed", "");
        long silent = now - entry.quietSince;
        // A tick that comes late lets the wheel know so much less about when it was heard from.
        long unknown = Math.max(0, longestTick - interval / 16);
        require(silent >= interval / 2 - unknown, entry, "is pinged too early", "");
        require(silent <= interval + (now - lastTick), entry, "is pinged too late", "");
        require(early || silent >= interval - interval / 50 - 2 * longestTick, entry, "is early, not counted", "");
        entry.quietSince = now;
        pings++;
        allPings++;
        earlyPings += early ? 1 : 0;
        visitor.accept(entry);
    }

    private void require(boolean holds, Entry entry, String fault, String circumstances) {
        if (!holds) {
            throw new AssertionError(entry + " " + fault + ": silent for " + Duration.ofNanos(now - entry.quietSince)
                    + " of an interval of " + Duration.ofNanos(interval) + " at " + Duration.ofNanos(now) + " "
                    + circumstances);
        }
    }
}
