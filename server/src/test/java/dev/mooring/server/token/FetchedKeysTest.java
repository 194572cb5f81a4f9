package dev.mooring.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Keys behind a URL: how long they are used, and how seldom they are asked for. */
class FetchedKeysTest {
    private static final String FIRST = set("first", Tokens.RSA.getPublic());
    private static final String SECOND = set("second", Tokens.EC.getPublic());

    private final Queue<CompletableFuture<String>> asked = new ArrayDeque<>();
    private Instant now = Instant.ofEpochSecond(1_900_000_000);
    private final FetchedKeys keys =
            new FetchedKeys("issuer", new Played(), Set.of(TokenAlgorithm.values()), () -> now);

    @Test
    void areAskedForAtTheStart() {
        assertEquals(Optional.empty(), keys.now());
        asked.remove().complete(FIRST);
        assertEquals("first", id(keys.now()));
    }

    @Test
    void areAskedForAgainWhenTheyAreOldAndAreUsedMeanwhile() {
        asked.remove().complete(FIRST);
        now = now.plus(FetchedKeys.REFRESH).minusNanos(1);
        assertEquals("first", id(keys.now()));
        assertTrue(asked.isEmpty());
        now = now.plusNanos(1);
        assertEquals("first", id(keys.now()));
        asked.remove().complete(SECOND);
        assertEquals("second", id(keys.now()));
    }

    @Test
    void areUsedForAnHourWhenTheyCannotBeHadAndNoLonger() {
        asked.remove().complete(FIRST);
        Instant end = now.plus(FetchedKeys.KEEP);
        now = end.minusNanos(1);
        assertEquals("first", id(keys.now()));
        asked.remove().completeExceptionally(new IOException("down"));
        assertEquals("first", id(keys.now()));
        now = end;
        assertEquals(Optional.empty(), keys.now());
    }

    @Test
    void areAskedForOnceInTenSecondsWhateverTokensCome() {
        asked.remove().complete(FIRST);
        for (int second = 1; second <= 100; second++) {
            now = now.plusSeconds(1);
            for (int token = 0; token < 100; token++) {
                var _ = keys.looked();
            }
            if (!asked.isEmpty()) {
                asked.remove().complete(FIRST);
            }
            assertTrue(asked.isEmpty());
        }
        assertEquals(11, count("fetches"));
    }

    @Test
    void aClockThatIsSetBackKeepsNoKeysLongerAndPutsNoRequestOff() {
        asked.remove().complete(FIRST);
        now = now.minus(Duration.ofDays(1));
        assertEquals("first", id(keys.now()));
        now = now.plus(FetchedKeys.PAUSE);
        CompletableFuture<Optional<KeySet>> looked = keys.looked();
        asked.remove().completeExceptionally(new IOException("down"));
        assertEquals(Optional.empty(), looked.join());
        now = now.plus(FetchedKeys.KEEP);
        assertEquals(Optional.empty(), keys.now());
    }

    @Test
    void allWaitForTheOneRequestThatIsUnderWay() {
        CompletableFuture<Optional<KeySet>> one = keys.looked();
        CompletableFuture<Optional<KeySet>> other = keys.looked();
        assertFalse(one.isDone() || other.isDone());
        asked.remove().complete(FIRST);
        assertEquals("first", id(one.join()));
        assertEquals("first", id(other.join()));
        assertEquals(1, count("fetches"));
    }

    @Test
    void nobodyKnowsWhetherAKeyIsThereWhileTheyCannotBeHad() {
        asked.remove().complete(FIRST);
        now = now.plus(FetchedKeys.PAUSE);
        CompletableFuture<Optional<KeySet>> looked = keys.looked();
        asked.remove().completeExceptionally(new IOException("down"));
        assertEquals(Optional.empty(), looked.join());
        assertEquals(Optional.empty(), keys.looked().join(), "within the pause");
        assertEquals("first", id(keys.now()), "those that are known verify");
    }

    @Test
    void aSetThatCannotBeUsedIsAFailure() {
        asked.remove().complete(FIRST);
        for (String text : new String[] {
            "", "{}", "[]", "{\"keys\":[]}", "{\"keys\":7}", "<html>", Tokens.jwks(Tokens.jwk("s", Tokens.secret()))
        }) {
            now = now.plus(FetchedKeys.PAUSE);
            CompletableFuture<Optional<KeySet>> looked = keys.looked();
            asked.remove().complete(text);
            assertEquals(Optional.empty(), looked.join(), text);
        }
        assertEquals(7, count("failures"));
        assertEquals("first", id(keys.now()));
    }

    private long count(String figure) {
        return keys.figures().stream()
                .filter(each -> each.name().equals("mooring.token.keys." + figure))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsLong();
    }

    private static String id(Optional<KeySet> set) {
        return set.orElseThrow().keys().getFirst().id().orElseThrow();
    }

    private static String set(String id, PublicKey key) {
        return Tokens.jwks(Tokens.jwk(id, key));
    }

    private final class Played implements KeyFetch {
        @Override
        public CompletableFuture<String> text() {
            CompletableFuture<String> text = new CompletableFuture<>();
            asked.add(text);
            return text;
        }

        @Override
        public void close() {}
    }
}
