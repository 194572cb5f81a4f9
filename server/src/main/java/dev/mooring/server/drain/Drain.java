package dev.mooring.server.drain;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.server.connection.Admission;
import dev.mooring.server.connection.ConnectionLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drain of a server: nobody is let in, and everybody is told to leave, on all loops at once and each at its own share
 * of the pace. It is over when the last connection has ended, whenever that is, and not when its time is.
 *
 * <p>Thread-safe.
 */
public final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private final List<ConnectionLoop> loops;
    private final Admission admission;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    /** Empty until it has started. */
    private List<LoopDrain> parts = List.of();

    private long begin;
    private long end;

    /**
     * Does nothing yet.
     *
     * @param patience how long after its window a drain with connections left has failed; real time, longer than a closing
     *     handshake may take
     */
    public Drain(List<ConnectionLoop> loops, Admission admission, Duration patience, LongSupplier nanoTime) {
        this.loops = loops;
        this.admission = admission;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /**
     * Starts the drain, or shortens the one under way: what is left of it then takes this window.
     *
     * @param delay before the first connection is told; only the first call's counts
     * @param window from then, or from now when that is over, until the last is told
     * @return empty when the drain ends by then; else what is left of the one under way, which ends sooner and stays as it is
     */
    public synchronized Optional<Duration> start(Duration delay, Duration window) {
        boolean first = parts.isEmpty();
        long now = nanoTime.getAsLong();
        long from = first ? now + delay.toNanos() : begin;
        long asked = now + Math.max(0, from - now) + window.toNanos();
        if (!first && asked - end > 0) {
            return Optional.of(Duration.ofNanos(Math.max(0, end - now)));
        }
        begin = from;
        end = asked;
        failAt(Duration.ofNanos(asked - now).plus(patience));
        if (first) {
            admission.close();
            parts = loops.stream()
                    .map(loop -> new LoopDrain(loop, new DrainPace(from, asked), nanoTime, this::failed))
                    .toList();
            parts.forEach(part -> part.start(delay));
            // Not on the loop, which is still closing the last connection then.
            CompletableFuture<Void> _ = admission.empty().thenRunAsync(this::empty);
        } else {
            parts.forEach(part -> part.endBy(asked));
        }
        return Optional.empty();
    }

    /**
     * Completes when no connection is left: at once when nobody was there. Fails when connections are left long after the
     * window, and when the pace was lost and everybody was told at once.
     */
    public CompletableFuture<Void> over() {
        return over;
    }

    private void empty() {
        Throwable broken = failure.get();
        if (broken == null) {
            over.complete(null);
        } else {
            over.completeExceptionally(broken);
        }
    }

    private void failed(Throwable broken) {
        if (failure.compareAndSet(null, broken)) {
            LOG.error("the drain cannot keep its pace: everybody of an event loop is told to leave now", broken);
        }
    }

    private void failAt(Duration limit) {
        long due = nanoTime.getAsLong() + limit.toNanos();
        CompletableFuture<Void> late =
                new CompletableFuture<Void>().completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> _ = late.thenRun(() -> late(due));
        CompletableFuture<Void> _ = over.whenComplete((_, _) -> late.cancel(false));
    }

    /** A process that was stopped till long after that has told nobody, and its peers could not leave: they have time anew. */
    private void late(long due) {
        if (nanoTime.getAsLong() - due > patience.toNanos() / 2) {
            failAt(patience);
        } else {
            over.completeExceptionally(new IllegalStateException(
                    DurationText.format(patience) + " after the window not everybody has left: " + admission.open()));
        }
    }
}
