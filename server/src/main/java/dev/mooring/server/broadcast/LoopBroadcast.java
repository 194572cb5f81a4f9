package dev.mooring.server.broadcast;

import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.SharedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One message on its way to all connections of one loop, a slice at a time so that the loop goes on with its other work.
 *
 * <p>Confined to its loop. Cost: one system call and four bytes per connection while it lasts. A connection that already
 * has more unread than its bound is waited for, at most {@link #PATIENCE}, and then closed with 1008: nobody misses a
 * message unnoticed, and nobody holds the others up for longer.
 */
final class LoopBroadcast {
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int SLICE = 500;
    private static final Duration RETRY = Duration.ofMillis(10);

    private final ConnectionLoop loop;
    private final SharedFrame frame;
    private final List<Connection> behind = new ArrayList<>();
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private Connection[] connections = {};
    private int next;
    private int triesLeft = (int) PATIENCE.dividedBy(RETRY);

    LoopBroadcast(ConnectionLoop loop, SharedFrame frame) {
        this.loop = loop;
        this.frame = frame;
    }

    CompletableFuture<Integer> start() {
        loop.eventLoop()
                .execute(() -> orFail(() -> {
                    connections = loop.snapshot();
                    slice();
                }));
        return done;
    }

    private void slice() {
        int end = Math.min(connections.length, next + SLICE);
        for (; next < end; next++) {
            if (!frame.offerTo(connections[next])) {
                behind.add(connections[next]);
            }
        }
        if (next < connections.length) {
            // A timer that is due runs after the next read; a task would run before it, for up to a second of slices.
            later(this::slice, Duration.ZERO);
        } else {
            waitForThoseBehind();
        }
    }

    private void waitForThoseBehind() {
        behind.removeIf(frame::offerTo);
        if (behind.isEmpty()) {
            done.complete(connections.length);
        } else if (triesLeft-- > 0) {
            later(this::waitForThoseBehind, RETRY);
        } else {
            behind.forEach(Connection::closeAsSlow);
            done.complete(connections.length - behind.size());
        }
    }

    private void later(Runnable step, Duration delay) {
        loop.later(() -> orFail(step), delay);
    }

    /** A step that throws is the last, and says so, for later broadcasts wait for this one; the loop logs it. */
    private void orFail(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error broken) {
            done.completeExceptionally(broken);
            throw broken;
        }
    }
}
