package dev.mooring.server.connection;

import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.metrics.ServerCounters;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all event loops of a server have in common.
 *
 * @param limits what one connection may take
 * @param keepalive a silent peer is pinged after this
 * @param pongTimeout a pinged peer that stays silent is dropped after this; not more than the keepalive interval
 * @param longestStep how much of a pause of the process counts as time; less than the pong timeout, or the pause would
 *     be taken for the peers' silence
 * @param budget what may be kept for all peers together, shared
 * @param handler the application
 * @param admission the cap, shared
 * @param counters what is counted, shared
 * @param retryAfter random delays for refused clients
 * @param nanoTime a monotonic clock
 */
public record LoopSettings(
        ConnectionLimits limits,
        Duration keepalive,
        Duration pongTimeout,
        Duration longestStep,
        BufferBudget budget,
        WebSocketHandler handler,
        Admission admission,
        ServerCounters counters,
        Supplier<Duration> retryAfter,
        LongSupplier nanoTime) {}
