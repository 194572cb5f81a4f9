package dev.mooring.server.connection;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.ServerCounters;

/**
 * The heap that peers can make the server keep, in three pools, so that none of the three can take what the others need:
 * an eighth for strangers and their requests, half for messages that have not arrived whole, three eighths for what peers
 * have not taken.
 *
 * <p>Every object counts with its whole size, as measured, and is charged before it is made. Thread-safe, shared by the
 * loops. What is in use is in {@link ServerCounters#memory}.
 */
public final class BufferBudget {
    final MemoryPool requests;
    final MemoryPool messages;
    final MemoryPool queues;

    public BufferBudget(Bytes limit, ServerCounters counters) {
        long eighth = limit.count() / 8;
        requests = new MemoryPool(MemoryKind.REQUESTS, eighth, counters);
        messages = new MemoryPool(MemoryKind.MESSAGES, 4 * eighth, counters);
        queues = new MemoryPool(MemoryKind.QUEUES, 3 * eighth, counters);
    }
}
