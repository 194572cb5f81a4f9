package dev.mooring.server.admin;

import dev.mooring.server.frame.MessageType;
import dev.mooring.server.metrics.ServerCounters;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What the admin port may see and ask of the running server. Thread-safe; nothing here blocks. */
public interface ServerControl {
    ServerCounters counters();

    Phase phase();

    /** The most WebSockets the server admits. */
    int maxConnections();

    Duration uptime();

    /** Event loops, each one thread. */
    int eventLoops();

    /**
     * Sends one message to every open connection.
     *
     * @return the number of connections it was handed to, once each has taken it or was closed as too slow
     */
    CompletableFuture<Integer> broadcast(MessageType type, byte[] payload);

    /** Starts the drain over the configured window; does nothing when it has begun. */
    void drain();

    /** Starts the drain over this window; does nothing when it has begun. */
    void drain(Duration window);

    /** The life of a server: starting, then serving, then draining, never back. */
    enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }
}
