package dev.mooring.server.fanout;

import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Delivery;
import dev.mooring.server.connection.LoopWork;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.util.internal.PlatformDependent;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one loop has to deliver, in the order in which it came: all that has come by the time it looks, a slice at a time, so
 * that the loop goes on with its other work.
 *
 * <p>{@link #add} and {@link #waiting} may be called from any thread, all else is confined to the loop. Cost: a write a
 * connection for all of its messages in one look; 4 bytes a delivery while it lasts, 16 where a look finds more than one
 * message.
 */
final class LoopFanout implements Delivery, LoopWork.Source {
    /** Deliveries, of some 5 us each, before the loop looks at its sockets again. */
    private static final int SLICE = 500;
    /** Deliveries of one look, but for a message that has more. */
    private static final int MAX_LOOK = 1 << 14;

    private final ConnectionLoop loop;
    private final ServerCounters counters;
    private final LongSupplier nanoTime;
    private final Queue<Publication> queue = PlatformDependent.newMpscQueue();
    private final LoopWork work;
    private final Backlogs backlogs;
    /** What is being delivered; written on the loop alone. */
    private volatile @Nullable Look look;

    LoopFanout(ConnectionLoop loop, ServerCounters counters, LongSupplier nanoTime) {
        this.loop = loop;
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.backlogs = new Backlogs(loop, this);
        this.work = loop.work(this);
    }

    ConnectionLoop loop() {
        return loop;
    }

    void add(Publication publication) {
        queue.offer(publication);
        boolean _ = work.wake();
    }

    @Override
    public void settled(boolean taken) {
        if (!taken) {
            counters.undelivered.increment();
        }
    }

    @Override
    public boolean waiting() {
        return look != null || !queue.isEmpty();
    }

    @Override
    public void work() {
        Look current = look;
        if (current == null) {
            current = new Look(this, backlogs);
            look = current;
            gather(current);
        }
        if (!current.deliver(SLICE)) {
            end(current);
        }
    }

    @Override
    public void abandon() {
        Look current = look;
        if (current != null) {
            end(current);
        }
        for (Publication each = queue.poll(); each != null; each = queue.poll()) {
            each.delivered(0);
        }
        backlogs.abandon();
    }

    private void end(Look done) {
        look = null;
        counters.undelivered.add(done.unmade());
        counters.delivered.add(done.end());
        done.tellLag(counters.deliveryLag, nanoTime.getAsLong());
    }

    /** A message whose receivers cannot be found has none, and the others go on. */
    private void gather(Look next) {
        while (next.count() < MAX_LOOK) {
            Publication publication = queue.poll();
            if (publication == null) {
                break;
            }
            boolean added = false;
            try {
                next.add(publication, publication.receivers(loop));
                added = true;
            } finally {
                if (!added) {
                    publication.delivered(0);
                }
            }
        }
    }
}
