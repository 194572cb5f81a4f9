package dev.mooring.server.cluster;

import dev.mooring.server.connection.ConnectionLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Something done on each of several loops, and something done when all have done it. Thread-safe. */
final class Asking {
    private final AtomicInteger left;
    private final Runnable done;

    Asking(int loops, Runnable done) {
        this.left = new AtomicInteger(loops);
        this.done = done;
    }

    /** Does it on that loop; one that has ended has nothing to say. */
    void of(ConnectionLoop loop, Runnable task) {
        try {
            loop.execute(() -> {
                try {
                    task.run();
                } finally {
                    answered();
                }
            });
        } catch (RejectedExecutionException ended) {
            answered();
        }
    }

    private void answered() {
        if (left.decrementAndGet() == 0) {
            done.run();
        }
    }
}
