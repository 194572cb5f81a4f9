package dev.mooring.server.connection;

import dev.mooring.server.WebSocketHandler;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all event loops of a server have in common.
 *
 * @param limits what one connection may take
 * @param handler the application
 * @param retryAfter random delays for refused clients
 * @param nanoTime a monotonic clock
 */
public record LoopSettings(
        ConnectionLimits limits,
        PingTiming timing,
        SharedState shared,
        WebSocketHandler handler,
        Supplier<Duration> retryAfter,
        LongSupplier nanoTime) {}
