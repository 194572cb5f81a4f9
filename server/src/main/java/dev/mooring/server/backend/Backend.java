package dev.mooring.server.backend;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.server.Figure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backend, which is told what happens. Thread-safe; nothing here blocks but {@link #close}.
 *
 * <p>At most {@value Waiting#MAX_CALLS} calls are under way and {@value Waiting#MAX_WAITING} more wait, {@value
 * Waiting#MAX_PER_CONNECTION} of one connection, with 8 MiB of events in all; anything beyond is refused at once. The
 * events of one connection are told one after the other. A call takes at most 4.5 seconds, from its beginning to the last
 * byte of its answer: a Centrifugo client gives up after five.
 *
 * <p>The end of a connection is not refused because the backend is down: up to {@value Waiting#MAX_ENDS} wait until it can be
 * reached, 0.5 KiB each. It is told at most once: unless it is certain that the backend never heard of it, it is not repeated.
 * Ends that are not told are counted.
 */
public final class Backend implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofMillis(4500);
    /** How long the rest may take when the server ends. */
    static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private final String name;
    private final Exchange exchange;
    private final Alarm alarm;
    private final Circuit circuit;
    private final BackendCounts counts = new BackendCounts();
    private final Waiting waiting = new Waiting();
    private @Nullable CompletableFuture<Void> farewell;
    /** Whether a thread is making calls; it also makes those of other threads, so that calls never nest. */
    private boolean making;

    private boolean woken;

    /**
     * A backend that has not been called yet.
     *
     * @param uri where events are posted to
     */
    public Backend(URI uri, InstantSource clock) {
        this(name(uri), HttpExchange.posting(uri, TIMEOUT), Alarm.onThread(), clock);
    }

    /** One that is asked with GET; an event is the header lines to ask with, each {@code Name: value} and a line feed. */
    public static Backend asked(URI uri, InstantSource clock) {
        return new Backend(name(uri), HttpExchange.asking(uri, TIMEOUT), Alarm.onThread(), clock);
    }

    private static String name(URI uri) {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    Backend(String name, Exchange exchange, Alarm alarm, InstantSource clock) {
        this.name = name;
        this.exchange = exchange;
        this.alarm = alarm;
        this.circuit = new Circuit(clock);
    }

    /**
     * Tells of an event. Whoever cancels the answer of one that still waits gives its place to another, and the backend never
     * hears of it; one that is under way is told to its end, for its answer says how the backend is.
     *
     * @return fails with {@link BackendUnavailableException} when the backend has certainly not heard of it, and with another
     *     when it does not answer in time, or not with HTTP
     */
    public CompletableFuture<BackendAnswer> tell(EventHeaders headers, String event) {
        Call call = Call.of(headers, event);
        synchronized (this) {
            if (!waiting.add(call)) {
                counts.refusals.increment();
                return CompletableFuture.failedFuture(
                        new BackendUnavailableException("too much waits for the backend"));
            }
        }
        make();
        var _ = call.answer().whenComplete((_, _) -> {
            if (call.answer().isCancelled()) {
                withdraw(call);
            }
        });
        return call.answer();
    }

    private void withdraw(Call call) {
        synchronized (this) {
            if (waiting.withdraw(call)) {
                farewellIfEmpty();
            }
        }
        make();
    }

    /** Tells of the last event of a connection, after all earlier ones. */
    public void end(EventHeaders headers, Supplier<String> event) {
        Call call = Call.ofEnd(headers, event);
        synchronized (this) {
            if (!waiting.add(call)) {
                counts.endsLost.increment();
                return;
            }
        }
        make();
    }

    /** How many events were told, and how many were not. */
    public BackendCounts counts() {
        return counts;
    }

    /** These counts, and the present state. */
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(counts.figures());
        figures.add(new Figure(
                "mooring.backend.down", "1 while the backend is spared", false, () -> circuit.isOpen() ? 1 : 0));
        figures.add(new Figure("mooring.backend.waiting", "Events under way or waiting", false, this::held));
        figures.add(new Figure("mooring.backend.waiting.bytes", "Bytes of those, ends aside", false, this::bytes));
        return List.copyOf(figures);
    }

    /** Tells the rest, for at most five seconds; to be called where waiting does no harm. */
    @Override
    public void close() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        synchronized (this) {
            farewell = over;
            if (waiting.isEmpty()) {
                over.complete(null);
            }
        }
        try {
            over.get(FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            giveUp();
        } catch (InterruptedException interrupted) {
            giveUp();
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
        exchange.close();
    }

    private synchronized void giveUp() {
        counts.endsLost.add(waiting.ends());
        LOG.warn("{} events were not told to the backend {} when the server ended", waiting.held(), name);
    }

    private synchronized long held() {
        return waiting.held();
    }

    private synchronized long bytes() {
        return waiting.bytes();
    }

    /** Makes the calls that can be made. A caller that finds it running, even from within one of these calls, leaves the work to it. */
    private void make() {
        synchronized (this) {
            if (making) {
                return;
            }
            making = true;
        }
        for (Call next = next(); next != null; next = next()) {
            make(next);
        }
    }

    private synchronized @Nullable Call next() {
        Call next = waiting.next(circuit.wouldAllow());
        if (next == null) {
            making = false;
            if (waiting.hasEnds() && circuit.isOpen() && !woken) {
                woken = true;
                alarm.in(Circuit.OPEN, this::wake);
            }
        }
        return next;
    }

    private void wake() {
        synchronized (this) {
            woken = false;
        }
        make();
    }

    private void make(Call call) {
        if (!circuit.allows()) {
            if (call.end()) {
                again(call);
                return;
            }
            counts.refusals.increment();
            done(call);
            call.answer()
                    .completeExceptionally(new BackendUnavailableException(
                            "the backend has failed " + Circuit.FAILURES + " times in a row"));
            return;
        }
        counts.calls.increment();
        try {
            Exchange.Pending pending =
                    exchange.post(call.headers(), call.event().get());
            Runnable inTime = alarm.in(TIMEOUT, () -> {
                pending.answer()
                        .completeExceptionally(
                                new HttpTimeoutException("no answer within " + TIMEOUT.toMillis() + " ms"));
                pending.giveUp().run();
            });
            var _ = pending.answer().whenComplete((answer, failed) -> {
                inTime.run();
                answered(call, answer, failed);
            });
        } catch (RuntimeException | Error broken) {
            answered(call, null, broken);
        }
    }

    private void answered(Call call, @Nullable BackendAnswer answer, @Nullable Throwable failed) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        boolean unreached = cause instanceof ConnectException;
        if (answer == null || answer.status() >= 500) {
            failed(answer == null ? cause : null, answer);
        } else {
            circuit.succeeded()
                    .ifPresent(spared -> LOG.info(
                            "the backend {} answers again, after {}",
                            name,
                            DurationText.format(Duration.ofSeconds(spared.toSeconds()))));
        }
        if (call.end() && unreached) {
            again(call);
            make();
            return;
        }
        if (call.end() && (answer == null || answer.status() >= 500)) {
            counts.endsLost.increment();
        }
        done(call);
        if (answer != null) {
            call.answer().complete(answer);
        } else if (unreached) {
            call.answer().completeExceptionally(new BackendUnavailableException("the backend cannot be reached"));
        } else {
            call.answer().completeExceptionally(cause == null ? new IOException("no answer") : cause);
        }
        make();
    }

    private void failed(@Nullable Throwable cause, @Nullable BackendAnswer answer) {
        counts.failures.increment();
        if (cause instanceof HttpTimeoutException) {
            counts.timeouts.increment();
        }
        if (circuit.failed()) {
            counts.openings.increment();
            LOG.warn(
                    "the backend {} has failed {} times in a row, last with {}: until it answers again clients are not let in"
                            + " (503) and messages fail; look at the backend",
                    name,
                    Circuit.FAILURES,
                    answer == null ? String.valueOf(cause) : "status " + answer.status());
        }
    }

    private synchronized void again(Call end) {
        waiting.again(end);
    }

    private synchronized void done(Call call) {
        waiting.done(call);
        farewellIfEmpty();
    }

    private void farewellIfEmpty() {
        if (farewell != null && waiting.isEmpty()) {
            farewell.complete(null);
        }
    }
}
