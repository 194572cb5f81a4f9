package dev.mooring.server.drain;

import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.frame.CloseCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The drain of one event loop: 1012 to each of its connections, spread over the window. RFC 6455 section 7.4, IANA 1012.
 *
 * <p>Confined to its loop. Cost: four bytes per connection while it lasts.
 */
final class LoopDrain {
    private static final Duration STEP = Duration.ofMillis(20);

    private final ConnectionLoop loop;
    private final Duration window;
    private final LongSupplier nanoTime;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Connection[] connections = {};
    private int closed;
    private long start;

    LoopDrain(ConnectionLoop loop, Duration window, LongSupplier nanoTime) {
        this.loop = loop;
        this.window = window;
        this.nanoTime = nanoTime;
    }

    /**
     * Completes when the last connection was told; their closing handshakes may still be under way. Fails when a step
     * throws, so that the server ends all the same.
     */
    CompletableFuture<Void> start() {
        loop.eventLoop()
                .execute(() -> orFail(() -> {
                    connections = loop.snapshot();
                    start = nanoTime.getAsLong();
                    step();
                }));
        return done;
    }

    private void step() {
        DrainSchedule schedule = new DrainSchedule(connections.length, window);
        int due = schedule.closedBy(Duration.ofNanos(nanoTime.getAsLong() - start));
        while (closed < due) {
            connections[closed++].close(CloseCode.SERVICE_RESTART, "restart");
        }
        if (closed == connections.length) {
            done.complete(null);
        } else {
            loop.later(() -> orFail(this::step), STEP);
        }
    }

    private void orFail(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error broken) {
            done.completeExceptionally(broken);
            throw broken;
        }
    }
}
