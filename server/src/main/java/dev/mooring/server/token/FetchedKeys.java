package dev.mooring.server.token;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.server.Figure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys behind a URL. They are fetched at the start, and again when a token comes after {@link #REFRESH}, while the old ones
 * stay in use; if that fails, the old ones are used until they are {@link #KEEP} old. A token whose key is unknown causes a fetch
 * as well. One fetch is under way at a time, and two begin at least {@link #PAUSE} apart, whatever tokens come and whether or not
 * they succeed: a failure shuts nobody out whose key is known.
 */
final class FetchedKeys implements KeySource {
    static final Duration REFRESH = Duration.ofMinutes(5);
    static final Duration KEEP = Duration.ofHours(1);
    static final Duration PAUSE = Duration.ofSeconds(10);
    /** Half the usual handshake timeout. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private final String host;
    private final KeyFetch fetch;
    private final Set<TokenAlgorithm> algorithms;
    private final InstantSource clock;
    private final LongAdder fetches = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private @Nullable KeySet keys;
    private Instant fetched = Instant.MIN;
    private Instant begun = Instant.MIN;
    private boolean failing;
    private @Nullable CompletableFuture<Optional<KeySet>> underWay;

    /**
     * Asks for the keys, without waiting for them.
     *
     * @param host for the log
     */
    FetchedKeys(String host, KeyFetch fetch, Set<TokenAlgorithm> algorithms, InstantSource clock) {
        this.host = host;
        this.fetch = fetch;
        this.algorithms = algorithms;
        this.clock = clock;
        var _ = looked();
    }

    @Override
    public Optional<KeySet> now() {
        boolean old;
        Optional<KeySet> usable;
        synchronized (this) {
            Instant now = noLater(clock.instant());
            old = keys == null || !now.isBefore(fetched.plus(REFRESH));
            usable = keys != null && now.isBefore(fetched.plus(KEEP)) ? Optional.of(keys) : Optional.empty();
        }
        if (old) {
            var _ = looked();
        }
        return usable;
    }

    @Override
    public CompletableFuture<Optional<KeySet>> looked() {
        CompletableFuture<Optional<KeySet>> mine = new CompletableFuture<>();
        synchronized (this) {
            if (underWay != null) {
                return underWay;
            }
            Instant now = noLater(clock.instant());
            if (now.isBefore(begun.plus(PAUSE))) {
                return CompletableFuture.completedFuture(failing ? Optional.empty() : Optional.ofNullable(keys));
            }
            begun = now;
            underWay = mine;
        }
        fetches.increment();
        CompletableFuture<String> text;
        try {
            text = fetch.text();
        } catch (RuntimeException thrown) {
            text = CompletableFuture.failedFuture(thrown);
        }
        var _ = text.thenApply(this::read).whenComplete((read, failed) -> {
            synchronized (this) {
                underWay = null;
                if (failed == null) {
                    succeeded(read);
                } else {
                    failed(failed);
                }
            }
            mine.complete(Optional.ofNullable(read));
        });
        return mine;
    }

    /** That time, or now where it lies in the future because the clock was set back. */
    private Instant noLater(Instant now) {
        fetched = fetched.isAfter(now) ? now : fetched;
        begun = begun.isAfter(now) ? now : begun;
        return now;
    }

    private KeySet read(String text) {
        KeySet usable = KeySet.ofJson(text, false).only(algorithms);
        if (usable.keys().isEmpty()) {
            throw new IllegalArgumentException("none of its keys is for an algorithm of jwt-algorithms");
        }
        return usable;
    }

    private void succeeded(KeySet read) {
        if (failing || keys == null) {
            LOG.info(
                    "the keys of tokens are there, from {}: {}",
                    host,
                    read.keys().size());
        }
        failing = false;
        keys = read;
        fetched = clock.instant();
    }

    private void failed(Throwable failure) {
        failures.increment();
        if (!failing) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            LOG.warn(
                    "the keys of tokens cannot be had from {}: {}; {}. Look at jwt-jwks",
                    host,
                    cause instanceof TimeoutException
                            ? "no whole answer within " + DurationText.format(TIMEOUT)
                            : cause.toString(),
                    keys == null
                            ? "until they are, clients are answered 503"
                            : "those of before are used until they are " + DurationText.format(KEEP) + " old");
        }
        failing = true;
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure("mooring.token.keys.fetches", "Requests for the keys of tokens", true, fetches::sum),
                new Figure("mooring.token.keys.failures", "Of those, the ones that failed", true, failures::sum),
                new Figure(
                        "mooring.token.keys.age.seconds",
                        "Age of the keys of tokens, -1 where there are none",
                        false,
                        this::age));
    }

    private synchronized long age() {
        return keys == null ? -1 : Duration.between(fetched, clock.instant()).toSeconds();
    }

    @Override
    public void close() {
        fetch.close();
    }
}
