package dev.mooring.server;

import dev.mooring.capacity.unit.PortRange;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A running server. All methods may be called from any thread but an event loop's, where nothing may wait. */
public interface MooringServer extends AutoCloseable {
    /**
     * Opens every port on every event loop and begins to accept.
     *
     * @throws dev.mooring.capacity.unit.RefusedException when a setting is refused, a port cannot be opened, or, if the
     *     configuration is strict, the host grants less than asked for; nothing is left open then
     */
    static MooringServer start(ServerConfiguration configuration) {
        return start(configuration, null);
    }

    /**
     * Starts one that acts with others as one server, as far as the engine reaches; it is closed with the server.
     *
     * @param engine null for none
     * @throws dev.mooring.capacity.unit.RefusedException as {@link #start(ServerConfiguration)}, and when the engine refuses
     */
    static MooringServer start(ServerConfiguration configuration, @Nullable Engine engine) {
        return ServiceLoader.load(ServerEngine.class, ServerEngine.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("META-INF/services/" + ServerEngine.class.getName()
                        + " is missing; keep it when jars are merged"))
                .start(configuration, engine);
    }

    /** Where WebSockets are accepted. */
    PortRange ports();

    /** Where health, metrics and drain are served; empty when the configuration asks for none. */
    Optional<InetSocketAddress> adminAddress();

    /**
     * Reads the files of certificates and keys again, and shows what they hold from the next handshake on; where one cannot be
     * used everything stays as it is. Nobody who is connected notices. Changed files are read without being asked for, too,
     * within a minute.
     *
     * @return what came of it, for the log; empty where TLS is not switched on
     */
    Optional<String> reloadCertificates();

    /** The most WebSockets that are let in: as many as asked for, or as the host and this process allow. */
    int maxConnections();

    /** How many WebSockets are open now. */
    int connections();

    /**
     * The open connection that {@link WebSocket#id} called so; empty when it has ended, and for a text that is no id. The id of
     * one never becomes that of another, whatever the kernel does with its descriptor.
     */
    Optional<WebSocket> find(String id);

    /** The connection of that id when another host has it and there is an {@link Engine}; whether it lives is not known here. */
    Optional<RemoteConnection> findElsewhere(String id);

    /**
     * Completes when what is published to that audience on any host reaches whoever had subscribed on this one before the call:
     * at once without an {@link Engine}. Fails with {@link java.util.concurrent.RejectedExecutionException} while that is down.
     */
    CompletableFuture<Void> settled(Audience audience);

    /** Whether {@link #publish} reaches the connections of other hosts, and counts hosts. */
    boolean spansHosts();

    /**
     * Keeps {@link WebSocket#times} of those whose id is drawn from now on: 4 bytes more for each descriptor that ids take
     * memory for, in this process.
     */
    void keepTimes();

    /**
     * Lets nobody in any more and closes everybody with 1012, spread evenly over the window, so that the clients do not all
     * return at once. While a drain is under way it is shortened to the window, or left as it is when it ends sooner.
     */
    Optional<Duration> drain(Duration window);

    /**
     * Sends a message to all connections of the audience, in the order in which one thread publishes. Each gets it once at most:
     * one that cannot take it within the time for slow readers is closed with 1008, so that it knows.
     *
     * @param type {@link MessageType#TEXT} only for valid UTF-8
     * @param payload its remaining bytes, which are copied
     * @return completes with the number of connections to which it was written or for which it is queued, or, with an {@link
     *     Engine}, with the number of hosts that it went to; fails with {@link
     *     java.util.concurrent.RejectedExecutionException} when there is no memory for it now, or the engine is down, so that
     *     nothing was taken
     * @throws IllegalArgumentException for a name that cannot be one, or a payload longer than all memory for queues
     */
    CompletableFuture<Integer> publish(Audience audience, MessageType type, ByteBuffer payload);

    /** Sends a text to a topic. */
    default CompletableFuture<Integer> publish(String topic, String text) {
        return publish(Audience.topic(topic), MessageType.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Completes with the number of connections of this host in the audience. */
    CompletableFuture<Integer> count(Audience audience);

    /** Drains over the window of the configuration. */
    Optional<Duration> drain();

    /**
     * Completes when a drain is over and the last connection has ended. Fails when some are left ten seconds after the
     * window, or the pace could not be kept.
     */
    CompletableFuture<Void> drained();

    /** Waits for the end of a drain, which a signal or the admin port may start. */
    default void awaitDrained() {
        drained().join();
    }

    /** Ends now: every connection that is left is closed without a Close. */
    @Override
    void close();
}
