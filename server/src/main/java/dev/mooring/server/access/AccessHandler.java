package dev.mooring.server.access;

import dev.mooring.server.CloseCode;
import dev.mooring.server.Figure;
import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.HandshakeAnswer.Accept;
import dev.mooring.server.HandshakeAnswer.Later;
import dev.mooring.server.HandshakeAnswer.Refuse;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.identity.Gate;
import dev.mooring.server.identity.Identity;
import dev.mooring.server.identity.NotLetInException;
import dev.mooring.server.token.TokenGate;
import dev.mooring.server.topic.TopicKey;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Admits the clients that a gate knows and passes them on to the application's handler. The application is asked on another
 * thread than the connection's loop, and only about clients that are known. All that is kept of an open connection is when its
 * admission expires.
 */
public final class AccessHandler implements WebSocketHandler, AutoCloseable {
    private final WebSocketHandler application;
    private final AccessSettings settings;
    private final RateLimits rates;
    private final @Nullable Gate gate;

    /**
     * A handler.
     *
     * @throws dev.mooring.capacity.unit.RefusedException when the keys of tokens cannot be used
     */
    public AccessHandler(WebSocketHandler application, AccessSettings settings, InstantSource clock) {
        this(
                application,
                settings,
                settings.token()
                        .<Gate>map(token -> new TokenGate(token, clock))
                        .or(() -> settings.authUrl().map(uri -> new ForwardGate(uri, clock)))
                        .orElse(null));
    }

    AccessHandler(WebSocketHandler application, AccessSettings settings, @Nullable Gate gate) {
        this.application = application;
        this.settings = settings;
        this.rates = new RateLimits(settings.perAddress(), settings.perUser(), System::nanoTime);
        this.gate = gate;
    }

    @Override
    public HandshakeAnswer handshake(Handshake handshake) {
        Optional<Refuse> early = rates.refusal(handshake);
        if (early.isPresent()) {
            return early.get();
        }
        if (gate == null) {
            return application.handshake(handshake);
        }
        CompletableFuture<Identity> identified = gate.identify(handshake);
        Asked asked = new Asked();
        asked.now(() -> identified.cancel(false));
        CompletableFuture<HandshakeAnswer> answer = identified.thenCompose(identity -> {
            Optional<Refuse> often = rates.refusal(identity);
            return often.isPresent()
                    ? CompletableFuture.completedFuture(often.get())
                    : answer(handshake, asked).thenApply(said -> known(handshake, said, identity));
        });
        return HandshakeAnswer.later(answer.exceptionally(AccessHandler::refusal))
                .otherwise(asked::withdraw);
    }

    private CompletionStage<? extends HandshakeAnswer> answer(Handshake handshake, Asked asked) {
        HandshakeAnswer answer = application.handshake(handshake);
        if (answer instanceof Later later) {
            asked.now(later.otherwise().orElse(() -> {}));
            return later.answer();
        }
        return CompletableFuture.completedFuture(answer);
    }

    private static HandshakeAnswer refusal(Throwable failed) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        if (cause instanceof NotLetInException not) {
            return not.answer();
        }
        throw new CompletionException(cause);
    }

    /** The application's answer, to which a yes adds what is known of the client. */
    private HandshakeAnswer known(Handshake handshake, HandshakeAnswer said, Identity identity) {
        if (!(said instanceof Accept accept)) {
            return said;
        }
        Accept known = accept.attach(new Arrival(accept.attachment(), identity));
        return subprotocol(handshake, accept, identity).map(known::subprotocol).orElse(known);
    }

    /** The application's choice, or of who knows the client; where the server agrees to none either, what carried the token. */
    private Optional<String> subprotocol(Handshake handshake, Accept accept, Identity identity) {
        List<String> offered = handshake.subprotocols();
        Optional<String> chosen =
                accept.subprotocol().or(() -> identity.subprotocol().filter(offered::contains));
        boolean agreed = chosen.isPresent() || settings.subprotocols().stream().anyMatch(offered::contains);
        return agreed || gate == null ? chosen : gate.subprotocol(handshake);
    }

    @Override
    public void open(WebSocket socket) {
        Identity identity = null;
        if (socket.attachment().orElse("") instanceof Arrival arrival) {
            arrival.attachment().ifPresentOrElse(socket::attach, socket::detach);
            identity = arrival.identity();
        }
        application.open(socket);
        if (identity != null) {
            // What the application knows may end earlier.
            identity.until().ifPresent(socket::expireAtLatest);
        }
        if (identity != null && socket.open() && !hears(socket, identity)) {
            socket.close(CloseCode.TRY_AGAIN_LATER, "no room for topics");
        }
    }

    private static boolean hears(WebSocket socket, Identity identity) {
        boolean all = identity.user().isEmpty()
                || socket.topics().identify(identity.user().get().name()).heard();
        for (TopicKey topic : identity.topics()) {
            all &= socket.topics().subscribe(topic.name()).heard();
        }
        return all;
    }

    @Override
    public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
        application.message(socket, type, payload);
    }

    @Override
    public void writable(WebSocket socket) {
        application.writable(socket);
    }

    @Override
    public void close(WebSocket socket, int code) {
        application.close(socket, code);
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(application.figures());
        figures.addAll(rates.figures());
        if (gate != null) {
            figures.addAll(gate.figures());
        }
        return figures;
    }

    /** After the server has ended. */
    @Override
    public void close() {
        if (gate != null) {
            gate.close();
        }
    }
}
