package dev.mooring.server.backend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A backend and a clock that the test plays: what is posted waits for its answer, and time passes when it is told to. */
final class PlayedBackend implements Exchange {
    final List<Posted> posted = new ArrayList<>();
    final Deque<Posted> open = new ArrayDeque<>();
    final Backend backend = new Backend("played", this, this::alarm, () -> now());

    private final List<Due> alarms = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    /** Whether nothing gets there. */
    boolean unreachable;

    private int most;

    @Override
    public Pending post(EventHeaders headers, byte[] event) {
        Posted call = new Posted(headers, new String(event, UTF_8), new CompletableFuture<>());
        posted.add(call);
        if (unreachable) {
            return new Pending(CompletableFuture.failedFuture(new ConnectException("refused")), () -> {});
        }
        open.add(call);
        most = Math.max(most, open.size());
        return new Pending(call.answer, () -> open.remove(call));
    }

    @Override
    public void close() {}

    /** The oldest call is answered. */
    Posted answer(int status) {
        Posted call = open.remove();
        call.answer.complete(new BackendAnswer(status, "", Optional.empty()));
        return call;
    }

    Posted fail(Throwable failure) {
        Posted call = open.remove();
        call.answer.completeExceptionally(failure);
        return call;
    }

    void pass(Duration time) {
        Instant end = now.plus(time);
        for (Due due = next(end); due != null; due = next(end)) {
            alarms.remove(due);
            now = due.at;
            due.task.run();
        }
        now = end;
    }

    int mostAtOnce() {
        return most;
    }

    int alarms() {
        return alarms.size();
    }

    CompletableFuture<BackendAnswer> tell(String connection, String event) {
        return backend.tell(new EventHeaders(connection, "r", "MESSAGE"), event);
    }

    void end(String connection) {
        backend.end(new EventHeaders(connection, "$disconnect", "DISCONNECT"), () -> "end of " + connection);
    }

    private @Nullable Due next(Instant end) {
        Due first = null;
        for (Iterator<Due> each = alarms.iterator(); each.hasNext(); ) {
            Due due = each.next();
            if (!due.at.isAfter(end) && (first == null || due.at.isBefore(first.at))) {
                first = due;
            }
        }
        return first;
    }

    private Instant now() {
        return now;
    }

    private Runnable alarm(Duration time, Runnable task) {
        Due due = new Due(now.plus(time), task);
        alarms.add(due);
        return () -> alarms.remove(due);
    }

    record Posted(EventHeaders headers, String event, CompletableFuture<BackendAnswer> answer) {}

    private record Due(Instant at, Runnable task) {}
}
