package dev.mooring.server.centrifugo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.Audience;
import dev.mooring.server.Envelope;
import dev.mooring.server.MessageType;
import dev.mooring.server.MooringServer;
import dev.mooring.server.Subscribed;
import dev.mooring.server.WebSocket;
import dev.mooring.server.json.Json;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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
