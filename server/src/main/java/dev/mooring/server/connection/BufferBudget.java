package dev.mooring.server.connection;

import dev.mooring.server.metrics.ServerCounters;

/**
 * One loop's share of the heap that peers can make the server keep: partial requests, partial messages, outbound queues.
 *
 * <p>Not thread-safe; the total is in {@link ServerCounters#queuedBytes}.
 */
final class BufferBudget {
    private final long limit;
    private final ServerCounters counters;
    private long used;

    BufferBudget(long limit, ServerCounters counters) {
        this.limit = limit;
        this.counters = counters;
    }

    /** Takes memory for a peer; false, and nothing is taken, when that would be more than there is. */
    boolean take(long bytes) {
        if (used + bytes > limit) {
            return false;
        }
        used += bytes;
        counters.queuedBytes.add(bytes);
        return true;
    }

    void giveBack(long bytes) {
        if (bytes != 0) {
            used -= bytes;
            counters.queuedBytes.add(-bytes);
        }
    }
}
