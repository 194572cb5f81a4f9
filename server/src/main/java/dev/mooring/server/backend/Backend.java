package dev.mooring.server.backend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The backend that is told what happens. Thread-safe; nothing here blocks.
 *
 * <p>At most {@value #MAX_CALLS} calls are under way and {@value #MAX_WAITING} more wait, {@value #MAX_PER_CONNECTION} of one
 * connection; what comes beyond that is refused at once. The events of one connection are told one after the other. A call
 * takes five seconds at most, for as long a client waits for a connect. A connection's last event is always told if there is
 * room in all.
 */
public final class Backend implements AutoCloseable {
    static final int MAX_CALLS = 64;
    static final int MAX_WAITING = 4096;
    static final int MAX_PER_CONNECTION = 16;
    private static final Duration TIMEOUT = Duration.ofMillis(4500);
    private static final long MAX_ANSWER = 64 << 10;

    private final URI uri;
    private final Circuit circuit;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder refusals = new LongAdder();

    /** By connection, what is under way and what waits behind it. */
    private final Map<String, Queue<Call>> byConnection = new HashMap<>();
    /** Those that could be made at once, but for the number of calls. */
    private final Queue<Call> ready = new ArrayDeque<>();

    private int underWay;
    private int waiting;

    /**
     * A backend, which is not asked yet.
     *
     * @param uri where events are posted to
     */
    public Backend(URI uri, InstantSource clock) {
        this.uri = uri;
        this.circuit = new Circuit(clock);
    }

    /**
     * Tells of an event.
     *
     * @param connection whose events are told in this order
     * @param route what the event is, told in a header beside the event
     * @return fails with {@link BackendUnavailableException} when the backend is not asked, and with another when it does not
     *     answer in time
     */
    public CompletableFuture<BackendAnswer> tell(String connection, String route, String type, String event) {
        Call call = new Call(connection, request(connection, route, type, event), new CompletableFuture<>());
        synchronized (this) {
            Queue<Call> before = byConnection.get(connection);
            if (waiting >= MAX_WAITING || (before != null && before.size() >= MAX_PER_CONNECTION)) {
                refusals.increment();
                return CompletableFuture.failedFuture(
                        new BackendUnavailableException("too much waits for the backend"));
            }
            waiting++;
            if (before == null) {
                byConnection.put(connection, new ArrayDeque<>());
                ready.add(call);
            } else {
                before.add(call);
            }
        }
        go();
        return call.answer;
    }

    /** Calls made, those that failed, and those that were refused without being made. */
    public long[] counts() {
        return new long[] {calls.sum(), failures.sum(), refusals.sum()};
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private void go() {
        for (Call next = begun(); next != null; next = begun()) {
            make(next);
        }
    }

    private synchronized @Nullable Call begun() {
        Call next = underWay < MAX_CALLS ? ready.poll() : null;
        if (next != null) {
            underWay++;
            waiting--;
        }
        return next;
    }

    private void make(Call call) {
        if (!circuit.allows()) {
            refusals.increment();
            ended(call);
            call.answer.completeExceptionally(
                    new BackendUnavailableException("the backend has failed " + Circuit.FAILURES + " times in a row"));
            return;
        }
        calls.increment();
        CompletableFuture<?> _ = http.sendAsync(
                        call.request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MAX_ANSWER))
                .whenComplete((response, failed) -> answered(call, response, failed));
    }

    private void answered(Call call, @Nullable HttpResponse<String> response, @Nullable Throwable failed) {
        boolean broken = response == null || response.statusCode() >= 500;
        if (broken) {
            failures.increment();
            circuit.failed();
        } else {
            circuit.succeeded();
        }
        ended(call);
        if (response == null) {
            call.answer.completeExceptionally(failed == null ? new IOException("no answer") : failed);
        } else {
            call.answer.complete(new BackendAnswer(
                    response.statusCode(), response.body(), response.headers().firstValue("Sec-WebSocket-Protocol")));
        }
    }

    /** The next of the connection may go, and the next of all. */
    private void ended(Call call) {
        synchronized (this) {
            underWay--;
            Queue<Call> behind = byConnection.get(call.connection);
            Call next = behind == null ? null : behind.poll();
            if (next == null) {
                byConnection.remove(call.connection);
            } else {
                ready.add(next);
            }
        }
        go();
    }

    private HttpRequest request(String connection, String route, String type, String event) {
        return HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("connectionId", connection)
                .header("routeKey", printable(route))
                .header("eventType", type)
                .POST(HttpRequest.BodyPublishers.ofString(event, UTF_8))
                .build();
    }

    /** A route may be whatever a client writes; a header may not. The event has it as it is. */
    private static String printable(String route) {
        return route.replaceAll("[^\\x21-\\x7e]", "?");
    }

    private record Call(String connection, HttpRequest request, CompletableFuture<BackendAnswer> answer) {}
}
