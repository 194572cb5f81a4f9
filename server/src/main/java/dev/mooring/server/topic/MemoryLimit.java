package dev.mooring.server.topic;

import dev.mooring.capacity.unit.Bytes;

/** What one table may take of the heap, counted before it is taken. Not thread-safe. */
final class MemoryLimit {
    private final long limit;
    private long used;

    MemoryLimit(Bytes limit) {
        this.limit = limit.count();
    }

    /** Whether there was room; if so it is taken. */
    boolean take(long bytes) {
        if (used + bytes > limit) {
            return false;
        }
        used += bytes;
        return true;
    }

    void release(long bytes) {
        used -= bytes;
    }

    long used() {
        return used;
    }
}
