package dev.mooring.server.drain;

import dev.mooring.server.connection.ConnectionLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The drain of a server: all its loops at once, each at its own share of the pace. */
public final class Drain {
    private Drain() {}

    /** Completes when every connection was told to leave. */
    public static CompletableFuture<Void> start(List<ConnectionLoop> loops, Duration window, LongSupplier nanoTime) {
        return CompletableFuture.allOf(loops.stream()
                .map(loop -> new LoopDrain(loop, window, nanoTime).start())
                .toArray(CompletableFuture<?>[]::new));
    }
}
