package dev.mooring.server.centrifugo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.Audience;
import dev.mooring.server.CloseCode;
import dev.mooring.server.Envelope;
import dev.mooring.server.MessageType;
import dev.mooring.server.MooringServer;
import dev.mooring.server.SendResult;
import dev.mooring.server.Subscribed;
import dev.mooring.server.WebSocket;
import dev.mooring.server.json.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A connection that speaks Centrifugo's protocol: its attachment. Confined to its loop, but for {@link #ready}.
 *
 * <p>Its granted topics are subscribed with its connect command, for nothing may be sent before the reply to that.
 */
public final class CentrifugoClient implements Envelope.Enveloped {
    /** A client that has no answer to a subscription within 5 s closes its whole connection. */
    private static final Duration PATIENCE = Duration.ofMillis(3_500);

    private static final Envelope ENVELOPE = CentrifugoClient::wrap;

    private final Predicate<String> open;
    private final Predicate<String> writable;
    private final Supplier<Optional<MooringServer>> server;
    private final BooleanSupplier arrive;
    private final Consumer<String> backend;
    private final Session session = new Session();

    /**
     * A client that has not connected in the protocol's sense.
     *
     * @param open which channels it may subscribe to
     * @param writable which it may publish to
     * @param server to publish through; none while it is starting
     * @param arrive subscribes it to what it was granted; whether there was room
     * @param backend is told what it sends
     */
    public CentrifugoClient(
            Predicate<String> open,
            Predicate<String> writable,
            Supplier<Optional<MooringServer>> server,
            BooleanSupplier arrive,
            Consumer<String> backend) {
        this.open = open;
        this.writable = writable;
        this.server = server;
        this.arrive = arrive;
        this.backend = backend;
    }

    /** The lines to answer a frame with; empty when it breaks the protocol. */
    public Optional<List<String>> received(WebSocket socket, String frame) {
        return session.received(frame, new OfSocket(socket));
    }

    @Override
    public Envelope envelope() {
        return ENVELOPE;
    }

    /**
     * The reply to the connect command is the first that a client understands. It is sent in the same turn of the loop in which
     * this becomes true, and so before what another thread sends after.
     */
    @Override
    public boolean ready() {
        return session.isConnected();
    }

    private static String wrap(Audience audience, MessageType type, ByteBuffer payload) {
        String data;
        if (type == MessageType.TEXT) {
            data = UTF_8.decode(payload.duplicate()).toString();
        } else {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(payload.position(), bytes);
            data = Json.quoted(Base64.getEncoder().encodeToString(bytes));
        }
        return audience.kind() == Audience.Kind.TOPIC
                ? ReplyText.publication(audience.name(), data)
                : ReplyText.message(data);
    }

    private final class OfSocket implements Channels {
        private final WebSocket socket;

        OfSocket(WebSocket socket) {
            this.socket = socket;
        }

        @Override
        public String client() {
            return socket.id();
        }

        @Override
        public boolean arrive() {
            return arrive.getAsBoolean();
        }

        @Override
        public List<String> topics() {
            return socket.topics().list();
        }

        @Override
        public boolean isOpen(String channel) {
            return open.test(channel);
        }

        @Override
        public boolean isWritable(String channel) {
            return writable.test(channel);
        }

        @Override
        public Subscribed subscribe(String channel) {
            return socket.topics().subscribe(channel);
        }

        @Override
        public String answer(String channel, String reply, String refusal) {
            CompletableFuture<Void> settled = server.get()
                    .map(running -> running.settled(Audience.topic(channel)))
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
            if (settled.state() == Future.State.SUCCESS) {
                return reply;
            }
            CompletableFuture<Void> _ = settled.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((_, failed) -> socket.execute(() -> {
                        if (failed != null) {
                            socket.topics().unsubscribe(channel);
                        }
                        if (socket.send(failed == null ? reply : refusal) == SendResult.FULL) {
                            socket.close(CloseCode.POLICY_VIOLATION, "slow");
                        }
                    }));
            return "";
        }

        @Override
        public boolean unsubscribe(String channel) {
            return socket.topics().unsubscribe(channel);
        }

        @Override
        public boolean publish(String channel, String data) {
            return server.get()
                    .map(running -> running.publish(
                            Audience.topic(channel), MessageType.TEXT, ByteBuffer.wrap(data.getBytes(UTF_8))))
                    .filter(published -> !published.isCompletedExceptionally())
                    .isPresent();
        }

        @Override
        public boolean message(String data) {
            backend.accept(data);
            return true;
        }
    }
}
