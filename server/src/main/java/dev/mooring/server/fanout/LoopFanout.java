package dev.mooring.server.fanout;

import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Delivery;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one loop has to deliver, in the order in which it came: all that has come by the time it looks, a slice at a time, so
 * that the loop goes on with its other work.
 *
 * <p>{@link #add} may be called from any thread, all else is confined to the loop. Cost: a write a connection for all of its
 * messages in one look; 4 bytes a delivery while it lasts, 16 where a look finds more than one message.
 */
final class LoopFanout implements Delivery {
    /** Deliveries, of some 5 us each, before the loop looks at its sockets again. */
    private static final int SLICE = 500;
    /** Deliveries of one look, but for a message that has more. */
    private static final int MAX_LOOK = 1 << 14;

    private final ConnectionLoop loop;
    private final ServerCounters counters;
    private final Queue<Publication> waiting = PlatformDependent.newMpscQueue();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Backlogs backlogs;
    private @Nullable Look look;

    LoopFanout(ConnectionLoop loop, ServerCounters counters) {
        this.loop = loop;
        this.counters = counters;
        this.backlogs = new Backlogs(loop, this);
    }

    ConnectionLoop loop() {
        return loop;
    }

    void add(Publication publication) {
        waiting.offer(publication);
        wake();
    }

    @Override
    public void settled(boolean taken) {
        if (!taken) {
            counters.undelivered.increment();
        }
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                loop.eventLoop().execute(this::run);
            } catch (RejectedExecutionException ended) {
                abandon();
            }
        }
    }

    /** The loop has ended, and all its connections with it. */
    private void abandon() {
        for (Publication each = waiting.poll(); each != null; each = waiting.poll()) {
            each.delivered(0);
        }
    }

    private void run() {
        boolean more = true;
        try {
            more = work();
        } finally {
            if (more) {
                // A timer that is due runs after the next read; a task would run before it, for up to a second of
                // slices.
                loop.later(this::run, Duration.ZERO);
            } else {
                woken.set(false);
                if (!waiting.isEmpty()) {
                    wake();
                }
            }
        }
    }

    /** Whether something is left. */
    private boolean work() {
        Look current = look;
        if (current == null) {
            current = gathered();
            look = current;
        }
        try {
            if (current.deliver(SLICE)) {
                return true;
            }
        } catch (RuntimeException | Error broken) {
            loop.warn("a delivery failed; those who were still to get its messages do not", broken);
        }
        look = null;
        counters.delivered.add(current.end());
        return !waiting.isEmpty();
    }

    private Look gathered() {
        Look next = new Look(loop, this, backlogs);
        while (next.count() < MAX_LOOK) {
            Publication publication = waiting.poll();
            if (publication == null) {
                break;
            }
            next.add(publication, publication.receivers(loop));
        }
        next.order();
        return next;
    }
}
