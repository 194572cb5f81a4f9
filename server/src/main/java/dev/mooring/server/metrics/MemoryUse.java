package dev.mooring.server.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** One kind of memory: how much there is, how much of it is in use, and who had to pay. Thread-safe, bytes. */
public final class MemoryUse {
    /** Above this share of its limit a pool is under pressure: who has held the longest begins to pay. */
    private static final int PRESSED_EIGHTHS = 7;

    private final AtomicLong used = new AtomicLong();
    private final LongAdder relieved = new LongAdder();
    private volatile long limit;

    MemoryUse() {}

    /** Sets how much there is; called once, before anything is taken. */
    public void limit(long bytes) {
        limit = bytes;
    }

    public long limit() {
        return limit;
    }

    public long used() {
        return used.get();
    }

    /** Adds, or subtracts when negative, and returns what is in use then. */
    public long add(long bytes) {
        return used.addAndGet(bytes);
    }

    /** The use from which on holders pay. */
    public long pressedFrom() {
        return limit / 8 * PRESSED_EIGHTHS;
    }

    public boolean underPressure() {
        return limit > 0 && used() >= pressedFrom();
    }

    /** A holder was closed to make room, or a newcomer was refused. */
    public void relieve() {
        relieved.increment();
    }

    /** Connections that were closed, refused or told to wait since this memory was used up. */
    public long relieved() {
        return relieved.sum();
    }
}
