package dev.mooring.server.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The cap on open WebSockets, shared by all event loops.
 *
 * <p>Thread-safe. Cost: one atomic add when a connection enters and one when it leaves.
 */
public final class Admission {
    private final int cap;
    private final AtomicInteger open = new AtomicInteger();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile boolean closed;

    public Admission(int cap) {
        this.cap = cap;
    }

    /** Takes a place, to be given back with {@link #leave}; false when the cap is reached or the server drains. */
    public boolean enter() {
        // Counted before it looks, as close() closes before it looks: one of two that meet sees the other.
        if (open.incrementAndGet() > cap || closed) {
            leave();
            return false;
        }
        return true;
    }

    public void leave() {
        if (open.decrementAndGet() == 0 && closed) {
            empty.complete(null);
        }
    }

    /** Lets nobody in from now on. */
    public void close() {
        closed = true;
        if (open.get() == 0) {
            empty.complete(null);
        }
    }

    /** Completes when nobody is in and nobody is let in any more; on the thread of the one that left last. */
    public CompletableFuture<Void> empty() {
        return empty;
    }

    public boolean closed() {
        return closed;
    }

    public int open() {
        return open.get();
    }

    public int cap() {
        return cap;
    }
}
