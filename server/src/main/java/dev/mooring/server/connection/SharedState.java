package dev.mooring.server.connection;

import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.topic.TopicInterest;
import org.jspecify.annotations.Nullable;

/**
 * What the loops of a server count and spend together. Thread-safe.
 *
 * @param budget what may be kept for all peers together
 * @param admission the cap
 * @param counters what is counted
 * @param interest is told what is heard; null where nobody wants to know
 */
public record SharedState(
        BufferBudget budget,
        Admission admission,
        ServerCounters counters,
        @Nullable TopicInterest interest) {
    /** Where nobody wants to know what is heard. */
    public SharedState(BufferBudget budget, Admission admission, ServerCounters counters) {
        this(budget, admission, counters, null);
    }
}
