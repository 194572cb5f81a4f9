package dev.mooring.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Figure;
import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.HandshakeAnswer.Later;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.identity.Gate;
import dev.mooring.server.identity.Identity;
import dev.mooring.server.token.Bearer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who hears that a client is waited for no more: whoever is being asked about it. */
class AccessHandlerTest {
    private static final Identity ANYBODY =
            new Identity(Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    private final CompletableFuture<Identity> identified = new CompletableFuture<>();
    private final CompletableFuture<HandshakeAnswer> answered = new CompletableFuture<>();
    private final List<String> heard = new ArrayList<>();

    @Test
    void theGateHearsItWhileItIsAsked() {
        withdraw(asked());
        assertTrue(identified.isCancelled());
        assertEquals(List.of(), heard, "the application knows nothing of the client");
    }

    @Test
    void theApplicationHearsItWhileItIsAsked() {
        Later later = asked();
        identified.complete(ANYBODY);
        assertEquals(List.of("asked"), heard);
        withdraw(later);
        assertEquals(List.of("asked", "withdrawn"), heard);
    }

    @Test
    void theApplicationHearsItAtOnceWhenItIsAskedTooLate() {
        Later later = asked();
        CompletableFuture<Void> during = identified.thenAccept(_ -> withdraw(later));
        identified.complete(ANYBODY);
        assertTrue(during.isDone());
        assertEquals(List.of("asked", "withdrawn"), heard);
    }

    @Test
    void nobodyHearsOfAClientThatIsLetIn() {
        Later later = asked();
        identified.complete(ANYBODY);
        answered.complete(HandshakeAnswer.accept());
        assertInstanceOf(
                HandshakeAnswer.Accept.class,
                later.answer().toCompletableFuture().join());
        assertFalse(identified.isCancelled());
        assertEquals(List.of("asked"), heard);
    }

    private Later asked() {
        AccessSettings settings =
                new AccessSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        AccessHandler handler = new AccessHandler(new Application(), settings, new Known());
        return assertInstanceOf(Later.class, handler.handshake(new Bearer("token")));
    }

    private static void withdraw(Later later) {
        later.otherwise().orElseThrow().run();
    }

    private final class Application implements WebSocketHandler {
        @Override
        public HandshakeAnswer handshake(Handshake handshake) {
            heard.add("asked");
            return HandshakeAnswer.later(answered).otherwise(() -> heard.add("withdrawn"));
        }

        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
    }

    private final class Known implements Gate {
        @Override
        public CompletableFuture<Identity> identify(Handshake handshake) {
            return identified;
        }

        @Override
        public Optional<String> subprotocol(Handshake handshake) {
            return Optional.empty();
        }

        @Override
        public List<Figure> figures() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
