package dev.mooring.server.connection;

import dev.mooring.server.metrics.ServerCounters;

/**
 * What the loops of a server count and spend together. Thread-safe.
 *
 * @param budget what may be kept for all peers together
 * @param admission the cap
 * @param counters what is counted
 */
public record SharedState(BufferBudget budget, Admission admission, ServerCounters counters) {}
