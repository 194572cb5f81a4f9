package dev.mooring.server.connection;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work that any thread may give an event loop, which is woken once for all that has come by the time it begins.
 *
 * <p>Nothing loses it. What a part of it throws is logged, and the loop goes on with the next part. Where there is no memory
 * to wake the loop, the loop finds the work at its next tick. When the loop has ended, what waits is given up, so that nobody
 * waits for it for ever. Thread-safe. Cost: two atomic operations for each time the loop wakes, and two for each part.
 */
public final class LoopWork {
    private final ConnectionLoop loop;
    private final Source source;
    private final AtomicBoolean woken = new AtomicBoolean();
    /** Made once: who is short of memory still has it. */
    private final Runnable turn = this::turn;

    /** What there is to do. */
    public interface Source {
        /** Whether anything waits; from any thread. */
        boolean waiting();

        /** Does a part of what waits, short enough for a turn of the loop. On the loop. */
        void work();

        /** Gives up all that waits: the loop has ended, and its connections with it. On any thread, never beside the loop. */
        void abandon();
    }

    LoopWork(ConnectionLoop loop, Source source) {
        this.loop = loop;
        this.source = source;
    }

    /** Has what waits done; false when the loop has ended, and all its connections with it. From any thread. */
    public boolean wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                loop.eventLoop().execute(turn);
            } catch (RejectedExecutionException ended) {
                abandon();
                return false;
            } catch (OutOfMemoryError unwoken) {
                woken.set(false);
            }
        }
        return true;
    }

    /** Does what waits if nobody has woken the loop for it. On the loop. */
    void look() {
        if (source.waiting() && woken.compareAndSet(false, true)) {
            turn();
        }
    }

    /** Gives up what waits, now and from now on. */
    synchronized void abandon() {
        woken.set(false);
        source.abandon();
    }

    private void turn() {
        try {
            part();
        } catch (Throwable broken) {
            loop.warn("a part of the work of an event loop failed; it goes on with the next", broken);
        }
        if (source.waiting()) {
            again();
        } else {
            woken.set(false);
            if (source.waiting()) {
                boolean _ = wake();
            }
        }
    }

    private void again() {
        try {
            // A timer that is due runs after the next read; a task would run before it, for up to a second.
            loop.later(turn, Duration.ZERO);
        } catch (Throwable unscheduled) {
            // The loop finds it at its next tick.
            woken.set(false);
            loop.warn("the work of an event loop could not be scheduled; it goes on with the next tick", unscheduled);
        }
    }

    private synchronized void part() {
        source.work();
    }
}
