package dev.mooring.server.admin;

import dev.mooring.server.Figure;
import dev.mooring.server.MessageType;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.rotation.HostRotation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** What the admin port may see and ask of the running server. Thread-safe; nothing here blocks. */
public interface ServerControl {
    ServerCounters counters();

    Phase phase();

    /** The most WebSockets the server admits. */
    int maxConnections();

    /** Whether a connection begins with the address of its client, by PROXY v2. */
    boolean proxyHeaderRequired();

    /** Days until the first of its certificates expires, below 0 when it has; empty without TLS. */
    default OptionalLong certificateDays() {
        return OptionalLong.empty();
    }

    Duration uptime();

    /** Event loops, each one thread. */
    int eventLoops();

    /**
     * How long ago each event loop turned: half a second at most, unless it is held up or has ended, and all its connections
     * with it.
     */
    List<Duration> silences();

    /**
     * Sends one message to every open connection.
     *
     * @return the number of connections whose kernel has taken all of it, once that is known of each; slow readers have
     *     the slow timeout and what the message takes at 8 KiB/s
     */
    CompletableFuture<Integer> broadcast(MessageType type, byte[] payload);

    /** Figures of the application. */
    default List<Figure> figures() {
        return List.of();
    }

    /** The window of a drain for which none is asked. */
    Duration drainWindow();

    /** Starts the drain over the configured window, or shortens the one under way to it. */
    default Optional<Duration> drain() {
        return drain(drainWindow());
    }

    /**
     * Starts the drain over this window, or shortens the one under way to it.
     *
     * @return empty when the drain ends by then; else what is left of the one under way, which ends sooner and stays as it is
     */
    Optional<Duration> drain(Duration window);

    /**
     * Closes so many connections with 1012, evenly over the window, so that they return elsewhere, and asks for no new clients
     * meanwhile and for as long again; a move under way is replaced.
     *
     * @return false while the server drains, which closes everybody
     */
    boolean move(int connections, Duration window);

    /** Whether a load balancer is to send clients here. */
    default HostRotation.State rotation() {
        return HostRotation.State.IN;
    }

    /** The life of a server: starting, then serving, then draining, never back. */
    enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }
}
