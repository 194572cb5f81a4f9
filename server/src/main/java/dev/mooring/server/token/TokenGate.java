package dev.mooring.server.token;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.Figure;
import dev.mooring.server.Handshake;
import dev.mooring.server.identity.Gate;
import dev.mooring.server.identity.Identity;
import dev.mooring.server.identity.NotLetInException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Admits clients with a good token. Thread-safe.
 *
 * <p>Signatures are verified on half as many threads as there are processors, because one takes up to 2 ms of CPU, which an event
 * loop does not have. {@value #MAX_WAITING} tokens may wait for a thread and as many for keys, each at most 8 KiB long; further
 * clients are answered 503. The threads end when there is nothing to do.
 */
public final class TokenGate implements Gate {
    static final int MAX_WAITING = 1024;

    private final TokenSettings settings;
    private final KeySource keys;
    private final TokenVerifier verifier;
    private final InstantSource clock;
    private final ThreadPoolExecutor threads;
    private final WaitingForKeys waitingForKeys = new WaitingForKeys(MAX_WAITING);
    private final LongAdder accepted = new LongAdder();
    private final Map<TokenRefusal, LongAdder> refused = new EnumMap<>(TokenRefusal.class);

    /**
     * A gate. Keys behind a URL are waited for, some seconds at most, so that no client comes before them.
     *
     * @throws dev.mooring.capacity.unit.RefusedException when the file of keys cannot be used
     */
    public TokenGate(TokenSettings settings, InstantSource clock) {
        this(settings, source(settings, clock), clock, new ArrayBlockingQueue<>(MAX_WAITING));
        keys.looked().join();
    }

    TokenGate(TokenSettings settings, KeySource keys, InstantSource clock, ArrayBlockingQueue<Runnable> waiting) {
        this.settings = settings;
        this.keys = keys;
        this.verifier = new TokenVerifier(settings.rules());
        this.clock = clock;
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.threads = new ThreadPoolExecutor(
                most,
                most,
                10,
                TimeUnit.SECONDS,
                waiting,
                task -> Thread.ofPlatform().daemon().name("tokens").unstarted(task));
        threads.allowCoreThreadTimeOut(true);
        for (TokenRefusal each : TokenRefusal.values()) {
            refused.put(each, new LongAdder());
        }
    }

    private static KeySource source(TokenSettings settings, InstantSource clock) {
        Set<TokenAlgorithm> algorithms = Set.copyOf(settings.rules().algorithms());
        return switch (settings.keys()) {
            case Keys.File(var path) -> new FiledKeys(path, algorithms, clock);
            case Keys.Url(URI uri) ->
                new FetchedKeys(uri.getHost(), new HttpKeyFetch(uri, FetchedKeys.TIMEOUT), algorithms, clock);
        };
    }

    /** Who asks; completes on a thread of this gate. */
    @Override
    public CompletableFuture<Identity> identify(Handshake handshake) {
        Optional<String> token = settings.places().stream()
                .flatMap(place -> place.find(handshake).stream())
                .findFirst();
        Optional<TokenRefusal> unread =
                token.isEmpty() ? Optional.of(TokenRefusal.MISSING) : TokenVerifier.refusalUnread(token.get());
        CompletableFuture<Identity> answer = new CompletableFuture<>();
        if (unread.isPresent()) {
            refuse(answer, unread.get());
        } else {
            onThread(answer, () -> first(answer, token.get()));
        }
        return answer;
    }

    @Override
    public Optional<String> subprotocol(Handshake handshake) {
        List<String> offered = handshake.subprotocols();
        return settings.places().stream()
                .filter(place -> place.kind() == TokenPlace.Kind.SUBPROTOCOL && offered.contains(place.name()))
                .map(TokenPlace::name)
                .findFirst();
    }

    private void first(CompletableFuture<Identity> answer, String token) {
        Optional<KeySet> known = keys.now();
        if (known.isPresent()) {
            try {
                accept(answer, verifier.verify(token, known.get(), clock.instant()));
                return;
            } catch (RefusedTokenException not) {
                if (not.why() != TokenRefusal.KEY) {
                    refuse(answer, not.why());
                    return;
                }
            }
        }
        Consumer<Optional<KeySet>> fetched = now -> {
            if (now.isEmpty()) {
                refuse(answer, TokenRefusal.UNAVAILABLE);
            } else if (now.equals(known)) {
                refuse(answer, TokenRefusal.KEY);
            } else {
                onThread(answer, () -> again(answer, token, now.get()));
            }
        };
        if (waitingForKeys.add(keys::looked, fetched)) {
            whenCancelled(answer, () -> waitingForKeys.remove(fetched));
        } else {
            refuse(answer, TokenRefusal.BUSY);
        }
    }

    private void again(CompletableFuture<Identity> answer, String token, KeySet renewed) {
        try {
            accept(answer, verifier.verify(token, renewed, clock.instant()));
        } catch (RefusedTokenException not) {
            refuse(answer, not.why());
        }
    }

    private void onThread(CompletableFuture<Identity> answer, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error thrown) {
                answer.completeExceptionally(thrown);
            }
        };
        try {
            threads.execute(guarded);
            whenCancelled(answer, () -> threads.remove(guarded));
        } catch (RejectedExecutionException busy) {
            refuse(answer, TokenRefusal.BUSY);
        }
    }

    /** The client has gone: the place in the queue is another's. */
    private static void whenCancelled(CompletableFuture<Identity> answer, Runnable task) {
        var _ = answer.whenComplete((_, _) -> {
            if (answer.isCancelled()) {
                task.run();
            }
        });
    }

    private void accept(CompletableFuture<Identity> answer, Identity identity) {
        accepted.increment();
        answer.complete(identity);
    }

    private void refuse(CompletableFuture<Identity> answer, TokenRefusal why) {
        requireNonNull(refused.get(why)).increment();
        answer.completeExceptionally(new NotLetInException(why.answer()));
    }

    /** Tokens that were accepted, and those that were refused, by reason. */
    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(keys.figures());
        figures.add(new Figure("mooring.token.accepted", "Tokens that let a client in", true, accepted::sum));
        refused.forEach((why, count) -> figures.add(
                new Figure(why.figure(), "Clients refused for their token: " + why.description(), true, count::sum)));
        figures.add(new Figure(
                "mooring.token.waiting",
                "Tokens that wait to be verified",
                false,
                () -> threads.getQueue().size() + (long) waitingForKeys.count()));
        return figures;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        keys.close();
    }
}
