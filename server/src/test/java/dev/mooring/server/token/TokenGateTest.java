package dev.mooring.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.server.Figure;
import dev.mooring.server.identity.Identity;
import dev.mooring.server.identity.NotLetInException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
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

    @Test
    void aClientThatHasGoneLeavesItsPlaceAmongThoseThatWaitForKeys() throws InterruptedException {
        try (TokenGate gate = new TokenGate(settings(), issuer, () -> Instant.EPOCH, new ArrayBlockingQueue<>(8))) {
            List<CompletableFuture<Identity>> waiting = new ArrayList<>();
            for (int i = 0; i < TokenGate.MAX_WAITING; i++) {
                waiting.add(gate.identify(new Bearer(TOKEN)));
                issuer.looks.acquire();
            }
            assertEquals(503, status(gate.identify(new Bearer(TOKEN))));
            // One that its thread is just putting there goes a moment later.
            while (figure(gate, "waiting") == TokenGate.MAX_WAITING) {
                waiting.removeLast().cancel(false);
            }
            waiting.add(gate.identify(new Bearer(TOKEN)));
            issuer.looks.acquire();
            issuer.keys.complete(Optional.empty());
            for (CompletableFuture<Identity> each : waiting) {
                assertEquals(503, status(each));
            }
            assertEquals(1, figure(gate, "refused.busy"));
            assertEquals(0, figure(gate, "waiting"));
        }
    }

    @Test
    void aClientThatHasGoneLeavesItsPlaceAmongThoseThatWaitForAThread() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Holding holding = new Holding(held);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        try (TokenGate gate = new TokenGate(settings(), holding, () -> Instant.EPOCH, new ArrayBlockingQueue<>(1))) {
            List<CompletableFuture<Identity>> waiting = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                waiting.add(gate.identify(new Bearer(TOKEN)));
                holding.asked.acquire();
            }
            CompletableFuture<Identity> gone = gate.identify(new Bearer(TOKEN));
            assertEquals(503, status(gate.identify(new Bearer(TOKEN))));
            gone.cancel(false);
            waiting.add(gate.identify(new Bearer(TOKEN)));
            assertEquals(1, figure(gate, "waiting"));
            held.countDown();
            for (CompletableFuture<Identity> each : waiting) {
                assertEquals(503, status(each));
            }
            assertEquals(1, figure(gate, "refused.busy"));
            assertEquals(threads + 1, figure(gate, "refused.unavailable"));
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

    /** Keys that keep the thread that asks for them until it is let go, and are none. */
    private static final class Holding implements KeySource {
        private final CountDownLatch held;
        private final Semaphore asked = new Semaphore(0);

        private Holding(CountDownLatch held) {
            this.held = held;
        }

        @Override
        public Optional<KeySet> now() {
            asked.release();
            try {
                held.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Optional<KeySet>> looked() {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public List<Figure> figures() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
