package dev.mooring.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.server.Figure;
import dev.mooring.server.Handshake;
import dev.mooring.server.identity.Identity;
import dev.mooring.server.identity.NotLetInException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many tokens wait, whatever their issuer does. */
@Timeout(60)
class TokenGateTest {
    private static final String TOKEN =
            Tokens.signed("RS256", "new", Tokens.RSA.getPrivate(), Tokens.claims("ann", Instant.EPOCH));

    private final Slow issuer = new Slow();

    @Test
    void noMoreTokensWaitForKeysThanForAThread() throws InterruptedException {
        try (TokenGate gate = new TokenGate(settings(), issuer, () -> Instant.EPOCH, new ArrayBlockingQueue<>(8))) {
            List<CompletableFuture<Identity>> waiting = new ArrayList<>();
            for (int i = 0; i < TokenGate.MAX_WAITING; i++) {
                waiting.add(gate.identify(new Bearer(TOKEN)));
                issuer.looks.acquire();
            }
            assertEquals(TokenGate.MAX_WAITING, figure(gate, "waiting"));
            assertEquals(503, status(gate.identify(new Bearer(TOKEN))));
            assertEquals(1, figure(gate, "refused.busy"));
            issuer.keys.complete(Optional.empty());
            for (CompletableFuture<Identity> each : waiting) {
                assertEquals(503, status(each));
            }
            assertEquals(TokenGate.MAX_WAITING, figure(gate, "refused.unavailable"));
            assertEquals(0, figure(gate, "waiting"));
        }
    }

    private static int status(CompletableFuture<Identity> answer) {
        Throwable failed = assertThrows(CompletionException.class, answer.copy().orTimeout(50, TimeUnit.SECONDS)::join);
        return assertInstanceOf(NotLetInException.class, failed.getCause())
                .answer()
                .status();
    }

    private static long figure(TokenGate gate, String name) {
        return gate.figures().stream()
                .filter(figure -> figure.name().equals("mooring.token." + name))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsLong();
    }

    private static TokenSettings settings() {
        return new TokenSettings(
                new Keys.File(Path.of("unused")),
                List.of(TokenPlace.HEADER),
                new TokenRules(
                        List.of(TokenAlgorithm.RS256),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        Optional.of("sub"),
                        Optional.empty()));
    }

    /** An issuer that does not answer yet. */
    private static final class Slow implements KeySource {
        private final CompletableFuture<Optional<KeySet>> keys = new CompletableFuture<>();
        private final Semaphore looks = new Semaphore(0);

        @Override
        public Optional<KeySet> now() {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Optional<KeySet>> looked() {
            looks.release();
            return keys;
        }

        @Override
        public List<Figure> figures() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    /** A request with that token in its header. */
    private record Bearer(String token) implements Handshake {
        @Override
        public List<String> headers(String name) {
            return name.equals("Authorization") ? List.of("Bearer " + token) : List.of();
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public String query() {
            return "";
        }

        @Override
        public Map<String, List<String>> parameters() {
            return Map.of();
        }

        @Override
        public List<String> cookies(String name) {
            return List.of();
        }

        @Override
        public List<String> subprotocols() {
            return List.of();
        }

        @Override
        public String id() {
            return "";
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }

        @Override
        public Optional<InetSocketAddress> clientAddress() {
            return Optional.empty();
        }
    }
}
