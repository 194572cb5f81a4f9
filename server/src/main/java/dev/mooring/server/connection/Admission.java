package dev.mooring.server.connection;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The cap on open WebSockets, shared by all event loops.
 *
 * <p>Thread-safe. Cost: one atomic add when a connection enters and one when it leaves.
 */
public final class Admission {
    private final int cap;
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean closed;

    public Admission(int cap) {
        this.cap = cap;
    }

    /** Takes a place, to be given back with {@link #leave}; false when the cap is reached or the server drains. */
    public boolean enter() {
        if (closed) {
            return false;
        }
        if (open.incrementAndGet() > cap) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    public void leave() {
        open.decrementAndGet();
    }

    /** Lets nobody in from now on. */
    public void close() {
        closed = true;
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
