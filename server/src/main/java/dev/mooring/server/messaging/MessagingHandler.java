package dev.mooring.server.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.CloseCode;
import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.MessageType;
import dev.mooring.server.MooringServer;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.backend.Backend;
import dev.mooring.server.backend.BackendAnswer;
import dev.mooring.server.centrifugo.CentrifugoClient;
import dev.mooring.server.gateway.Grant;
import dev.mooring.server.topic.TopicKey;
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
 * <p>A user is named by the backend alone. A plain connection keeps nothing of all this but its topics.
 */
public final class MessagingHandler implements WebSocketHandler, AutoCloseable {
    private static final String TOPICS = "topics";
    private static final int BAD_PROTOCOL = 3501;

    private final MessagingSettings settings;
    private final Supplier<MooringServer> server;
    private final @Nullable Backend backend;
    private final @Nullable Events events;

    /**
     * A handler.
     *
     * @param server asked for when the first client publishes
     */
    public MessagingHandler(MessagingSettings settings, Supplier<MooringServer> server, InstantSource clock) {
        this.settings = settings;
        this.server = server;
        this.backend = settings.backend().map(uri -> new Backend(uri, clock)).orElse(null);
        this.events = backend == null ? null : new Events(backend, settings.routes(), clock);
    }

    @Override
    public HandshakeAnswer handshake(Handshake handshake) {
        List<String> asked = new ArrayList<>();
        for (String list : handshake.parameters().getOrDefault(TOPICS, List.of())) {
            asked.addAll(List.of(list.split(",", -1)));
        }
        if (asked.contains("")) {
            return HandshakeAnswer.refuse(400, "topics has an empty name; name each, with one comma between two\n");
        }
        for (String topic : asked) {
            if (!settings.publicTopics().open(topic)) {
                return HandshakeAnswer.refuse(403, "topic " + topic + " is not open to everybody\n");
            }
        }
        boolean centrifugo =
                settings.centrifugoPath().filter(handshake.path()::equals).isPresent();
        if (centrifugo && handshake.subprotocols().contains("centrifuge-protobuf")) {
            return HandshakeAnswer.refuse(400, "centrifuge-protobuf is not spoken here; use the JSON protocol\n");
        }
        if (events == null) {
            return accepted(new Arrival(asked, Grant.NOTHING, centrifugo));
        }
        return HandshakeAnswer.later(
                events.connect(handshake).handle((answer, failed) -> answer(answer, asked, centrifugo)));
    }

    @Override
    public void open(WebSocket socket) {
        if (!(socket.attachment().orElse("") instanceof Arrival arrival)) {
            return;
        }
        if (arrival.centrifugo()) {
            socket.attach(client(socket, arrival));
        } else {
            socket.detach();
            if (!apply(socket, arrival.granted(), arrival.asked())) {
                socket.close(CloseCode.TRY_AGAIN_LATER, "no room for topics");
            }
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
            } else if (!replies.get().isEmpty()) {
                socket.send(String.join("\n", replies.get()));
            }
        } else if (events != null) {
            var _ = events.message(socket, type, payload).whenComplete((answer, failed) -> told(socket, answer));
        }
    }

    @Override
    public void close(WebSocket socket, int code) {
        if (events != null) {
            var _ = events.disconnect(socket);
        }
    }

    @Override
    public void close() {
        if (backend != null) {
            backend.close();
        }
    }

    /** Only what the backend says lets anybody in: no answer is a no. */
    private static HandshakeAnswer answer(@Nullable BackendAnswer answer, List<String> asked, boolean centrifugo) {
        if (answer == null || (answer.status() >= 500 && answer.status() < 600)) {
            return HandshakeAnswer.refuse(503, "the backend does not answer; try again\n")
                    .header("Retry-After", "1");
        }
        if (!answer.agrees()) {
            int status = answer.status() >= 400 && answer.status() < 500 ? answer.status() : 502;
            return HandshakeAnswer.refuse(status, "refused\n");
        }
        Optional<Grant> grant = Grant.read(answer.body());
        if (grant.isEmpty()) {
            return HandshakeAnswer.refuse(502, "the backend's answer cannot be understood\n");
        }
        HandshakeAnswer.Accept accept = accepted(new Arrival(asked, grant.get(), centrifugo));
        return answer.subprotocol().isPresent()
                ? accept.subprotocol(answer.subprotocol().get())
                : accept;
    }

    private static HandshakeAnswer.Accept accepted(Arrival arrival) {
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
                .ifPresent(grant -> socket.execute(() -> apply(socket, grant, List.of())));
    }
}
