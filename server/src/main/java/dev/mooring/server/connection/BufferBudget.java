package dev.mooring.server.connection;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.metrics.ServerCounters;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that peers can make the server keep, in all: partial requests, partial messages, outbound queues.
 *
 * <p>Thread-safe, shared by the loops, so that one long message may use what the other loops do not. Cost: two atomic adds
 * for a connection that keeps something, none for the others. The total is in {@link ServerCounters#queuedBytes}.
 */
public final class BufferBudget {
    private final long limit;
    private final ServerCounters counters;
    private final AtomicLong used = new AtomicLong();

    public BufferBudget(Bytes limit, ServerCounters counters) {
        this.limit = limit.count();
        this.counters = counters;
    }

    /** Takes memory for a peer; false, and nothing is taken, when that would be more than there is. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        counters.queuedBytes.add(bytes);
        return true;
    }

    void giveBack(long bytes) {
        if (bytes != 0) {
            used.addAndGet(-bytes);
            counters.queuedBytes.add(-bytes);
        }
    }
}
