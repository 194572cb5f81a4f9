package dev.mooring.server.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.CloseCode;
import dev.mooring.server.Figure;
import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.MessageType;
import dev.mooring.server.MooringServer;
import dev.mooring.server.SendResult;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.backend.Backend;
import dev.mooring.server.backend.BackendAnswer;
import dev.mooring.server.centrifugo.CentrifugoClient;
import dev.mooring.server.gateway.Grant;
import dev.mooring.server.topic.TopicKey;
import dev.mooring.server.topic.TopicLimits;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server's program with messages: topics of the URL, the backend's word, Centrifugo's protocol. It uses nothing that an
 * embedding program cannot.
 *
 * <p>A user is named by the backend, or by what lets clients in before this is asked. A plain connection keeps nothing of all this but its topics.
 */
public final class MessagingHandler implements WebSocketHandler, AutoCloseable {
    private static final String TOPICS = "topics";
    private static final int BAD_PROTOCOL = 3501;

    private final MessagingSettings settings;
    private final Supplier<Optional<MooringServer>> server;
    private final @Nullable Backend backend;
    private final @Nullable Events events;
    private final @Nullable Arrivals arrivals;

    /**
     * A handler.
     *
     * @param server asked for when a client publishes; empty while the server is starting
     */
    public MessagingHandler(MessagingSettings settings, Supplier<Optional<MooringServer>> server, InstantSource clock) {
        this.settings = settings;
        this.server = server;
        this.backend = settings.backend().map(uri -> new Backend(uri, clock)).orElse(null);
        this.events = backend == null ? null : new Events(backend, settings.routes(), clock);
        this.arrivals = events == null ? null : new Arrivals(events);
    }

    @Override
    public HandshakeAnswer handshake(Handshake handshake) {
        List<String> asked = new ArrayList<>();
        for (String list : handshake.parameters().getOrDefault(TOPICS, List.of())) {
            asked.addAll(List.of(list.split(",", -1)));
        }
        Optional<HandshakeAnswer> refusal = refusal(asked);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        boolean centrifugo =
                settings.centrifugoPath().filter(handshake.path()::equals).isPresent();
        if (centrifugo && handshake.subprotocols().contains("centrifuge-protobuf")) {
            return HandshakeAnswer.refuse(400, "centrifuge-protobuf is not spoken here; use the JSON protocol\n");
        }
        if (events == null || arrivals == null) {
            return accepted(new Arrival(asked, Grant.NOTHING, centrifugo));
        }
        Admittance admittance = new Admittance(events, arrivals, events.caller(handshake), asked, centrifugo);
        return HandshakeAnswer.later(
                events.connect(handshake, admittance.client()).handle(admittance::answer));
    }

    private Optional<HandshakeAnswer> refusal(List<String> asked) {
        if (asked.contains("")) {
            return Optional.of(
                    HandshakeAnswer.refuse(400, "topics has an empty name; name each, with one comma between two\n"));
        }
        if (asked.size() > TopicLimits.DEFAULT_TOPICS) {
            return Optional.of(HandshakeAnswer.refuse(
                    400,
                    "topics=" + asked.size() + " is more than " + TopicLimits.DEFAULT_TOPICS + "; ask for fewer\n"));
        }
        for (String topic : asked) {
            if (!settings.publicTopics().open(topic)) {
                return Optional.of(HandshakeAnswer.refuse(403, "topic " + topic + " is not open to everybody\n"));
            }
            if (topic.getBytes(UTF_8).length > TopicKey.MAX_BYTES) {
                return Optional.of(HandshakeAnswer.refuse(
                        400, "a topic is longer than " + TopicKey.MAX_BYTES + " bytes; shorten its name\n"));
            }
        }
        return Optional.empty();
    }

    @Override
    public void open(WebSocket socket) {
        if (arrivals != null) {
            arrivals.came(socket.id());
        }
        if (!(socket.attachment().orElse("") instanceof Arrival arrival)) {
            return;
        }
        arrival.granted().until().ifPresent(socket::expireAtLatest);
        if (arrival.centrifugo()) {
            socket.attach(client(socket, arrival));
        } else {
            socket.detach();
            hear(socket, arrival.granted(), arrival.asked());
        }
    }

    @Override
    public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
        if (socket.attachment().orElse("") instanceof CentrifugoClient client) {
            Optional<List<String>> replies = type == MessageType.TEXT
                    ? client.received(socket, UTF_8.decode(payload).toString())
                    : Optional.empty();
            if (replies.isEmpty()) {
                socket.close(BAD_PROTOCOL, "bad request");
            } else if (!replies.get().isEmpty() && socket.send(String.join("\n", replies.get())) == SendResult.FULL) {
                // It would wait for the reply, and then believe the wrong thing.
                socket.close(CloseCode.POLICY_VIOLATION, "slow");
            }
        } else if (events != null) {
            var _ = events.message(socket, type, payload).whenComplete((answer, failed) -> told(socket, answer));
        }
    }

    @Override
    public void close(WebSocket socket, int code) {
        if (events != null && arrivals != null) {
            arrivals.came(socket.id());
            events.disconnect(socket);
        }
    }

    @Override
    public List<Figure> figures() {
        return backend == null ? List.of() : backend.figures();
    }

    /** After the server has ended: tells the backend what it has not heard yet, for five seconds at most. */
    @Override
    public void close() {
        if (backend != null && arrivals != null) {
            arrivals.close();
            backend.close();
        }
    }

    static HandshakeAnswer.Accept accepted(Arrival arrival) {
        boolean plain = arrival.asked().isEmpty() && arrival.granted().equals(Grant.NOTHING) && !arrival.centrifugo();
        return plain ? HandshakeAnswer.accept() : HandshakeAnswer.accept().attach(arrival);
    }

    private CentrifugoClient client(WebSocket socket, Arrival arrival) {
        return new CentrifugoClient(
                settings.publicTopics()::open,
                settings.clientTopics()::open,
                server,
                () -> apply(socket, arrival.granted(), arrival.asked()),
                body -> {
                    if (events != null) {
                        var _ = events.message(socket, body).whenComplete((answer, failed) -> told(socket, answer));
                    }
                });
    }

    /** Where it cannot hear all that it was promised it is closed, so that it knows. */
    private static void hear(WebSocket socket, Grant grant, List<String> asked) {
        if (!apply(socket, grant, asked)) {
            socket.close(CloseCode.TRY_AGAIN_LATER, "no room for topics");
        }
    }

    private static boolean apply(WebSocket socket, Grant grant, List<String> asked) {
        boolean all = true;
        if (grant.user().isPresent()) {
            all = socket.topics().identify(grant.user().get().name()).heard();
        }
        for (TopicKey topic : grant.topics()) {
            all &= socket.topics().subscribe(topic.name()).heard();
        }
        for (String topic : asked) {
            all &= socket.topics().subscribe(topic).heard();
        }
        return all;
    }

    /** As API Gateway does, the client hears of a failure, and of nothing else. */
    private static void told(WebSocket socket, @Nullable BackendAnswer answer) {
        if (answer == null || !answer.agrees()) {
            if (socket.attachment().isEmpty()) {
                socket.send("{\"message\":\"Internal server error\",\"connectionId\":\"" + socket.id() + "\"}");
            }
            return;
        }
        Grant.read(answer.body())
                .filter(grant -> !grant.equals(Grant.NOTHING))
                .ifPresent(grant -> socket.execute(() -> {
                    grant.until().ifPresent(socket::expireAtLatest);
                    hear(socket, grant, List.of());
                }));
    }
}
