package dev.mooring.server.connection;

import dev.mooring.server.metrics.RefusalReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who may be in, over all event loops: the cap on open WebSockets, and the bound on sockets of any kind.
 *
 * <p>Strangers are the connections that are not WebSockets: their handshake is under way, or they were refused and have
 * not left. They take descriptors before the cap on WebSockets is asked, so they have bounds of their own: together with
 * the WebSockets they never take the descriptors that the process needs for itself, and by themselves at most an eighth of
 * all. Who comes when a bound is reached is accepted all the same, and the oldest stranger pays.
 *
 * <p>Thread-safe. Cost: two atomic adds when a connection comes, two when its WebSocket opens, one when it leaves.
 */
public final class Admission {
    /** So many strangers may always be there, however few descriptors there are, if WebSockets leave them. */
    private static final int MIN_STRANGERS = 256;

    private static final int STRANGERS_SHARE = 8;

    private final int cap;
    private final int sockets;
    private final int maxStrangers;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger strangers = new AtomicInteger();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile boolean closed;

    /** Without a bound on sockets. */
    public Admission(int cap) {
        this(cap, Integer.MAX_VALUE);
    }

    /**
     * Nobody is in yet.
     *
     * @param cap the most WebSockets
     * @param sockets the most WebSockets and strangers together
     */
    public Admission(int cap, int sockets) {
        this.cap = cap;
        this.sockets = sockets;
        this.maxStrangers = Math.max(MIN_STRANGERS, sockets / STRANGERS_SHARE);
    }

    /** Counts a stranger, who leaves with {@link #departed}. */
    void arrived() {
        strangers.incrementAndGet();
    }

    /** A stranger has gone, or is a WebSocket now. */
    void departed() {
        strangers.decrementAndGet();
    }

    /** Why a stranger has to go, since more are here than may be; null when nobody has to. */
    @Nullable
    RefusalReason crowded() {
        int present = strangers.get();
        if ((long) present + open.get() > sockets) {
            return RefusalReason.DESCRIPTORS;
        }
        return present > maxStrangers ? RefusalReason.HANDSHAKES : null;
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

    public int strangers() {
        return strangers.get();
    }

    public int cap() {
        return cap;
    }
}
