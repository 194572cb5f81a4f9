package dev.mooring.server.rotation;

import dev.mooring.capacity.Rotation;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a load balancer is to send new clients to this host, decided anew at each look: not while it is full, nor while it
 * sends its own elsewhere. Its client ports admit all the same.
 *
 * <p>It returns for a while before the load balancer would cut whom a failing host holds ({@link Rotation#MAX_ABSENCE}), and
 * a return counts only when it lasted long enough to be noticed ({@link Rotation#RETURN}): a host that is free for a moment has
 * been away all the time as the load balancer sees it.
 *
 * <p>Thread-safe. Cost: a lock at each look.
 */
public final class HostRotation {
    /** What a look found. */
    public enum State {
        /** New clients are welcome. */
        IN,
        /** Near the cap. */
        FULL,
        /** Connections are sent elsewhere, and are not to come back. */
        MOVING
    }

    private final Rotation bounds;
    private final LongSupplier nanoTime;
    private boolean full;
    /** When the move under way, and the time to ask for the next one, are over. */
    private @Nullable Long movesUntil;
    /** Since when the load balancer may take this host for failing. */
    private @Nullable Long awaySince;
    /** Since when it is told otherwise. */
    private @Nullable Long backSince;

    /** In rotation, empty. */
    public HostRotation(Rotation bounds, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.nanoTime = nanoTime;
    }

    /** Connections are sent elsewhere from now on and for this long. */
    public synchronized void moves(Duration duration) {
        movesUntil = nanoTime.getAsLong() + duration.toNanos();
    }

    /**
     * Decides.
     *
     * @param open connections now
     */
    public synchronized State look(long open) {
        long now = nanoTime.getAsLong();
        full = open >= (full ? bounds.freeBelow() : bounds.fullAt());
        boolean moving = movesUntil != null && movesUntil - now > 0;
        if (moving || full) {
            Long since = awaySince;
            if (since == null || noticed(now)) {
                since = now;
                awaySince = now;
            }
            if (now - since < Rotation.MAX_ABSENCE.toNanos()) {
                backSince = null;
                return full ? State.FULL : State.MOVING;
            }
        }
        if (backSince == null) {
            backSince = now;
        }
        return State.IN;
    }

    /** Whether the load balancer has seen it back. */
    private boolean noticed(long now) {
        Long since = backSince;
        return since != null && now - since >= Rotation.RETURN.toNanos();
    }
}
