package dev.mooring.server.connection;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * One loop's part of a {@link MemoryPool}: what its connections hold, and how to get some of it back.
 *
 * <p>Confined to the loop, but for {@link #held} and {@link #ask}.
 */
final class PoolShare {
    /** So many may pay for one newcomer: the rest of the loop's connections wait meanwhile. */
    private static final int MAX_PAYERS = 16;

    private final MemoryPool pool;
    private final Executor loop;
    private final BooleanSupplier payer;
    private final AtomicLong held = new AtomicLong();
    private final AtomicBoolean asked = new AtomicBoolean();
    private boolean relieving;

    PoolShare(MemoryPool pool, Executor loop, BooleanSupplier payer) {
        this.pool = pool;
        this.loop = loop;
        this.payer = payer;
    }

    /** Takes memory for a peer, from those who have held theirs longest if need be; false, and nothing is taken, if not. */
    boolean take(long bytes) {
        if (!pool.hasRoom(bytes)) {
            // Before it is charged: an application that hears of who paid may need memory itself.
            relieve(bytes);
        }
        boolean within = pool.charge(bytes);
        held.lazySet(held.getPlain() + bytes);
        if (!within) {
            pool.countRelief();
            release(bytes);
        }
        return within;
    }

    /** Takes memory for somebody who is there already; those who have held theirs longest make room as far as they can. */
    void takeRegardless(long bytes) {
        hold(bytes);
        boolean _ = relieved();
    }

    /** Takes memory, and lets nobody pay for it yet: {@link #relieved} is to be called next. */
    void hold(long bytes) {
        boolean _ = pool.charge(bytes);
        held.lazySet(held.getPlain() + bytes);
    }

    /** Lets those who have held theirs longest make room as far as they can; whether no more is in use than there is. */
    boolean relieved() {
        if (pool.pressed()) {
            relieve(0);
        }
        return pool.within();
    }

    void release(long bytes) {
        pool.release(bytes);
        held.lazySet(held.getPlain() - bytes);
    }

    /** Whether so much more can be taken, perhaps after somebody has paid. */
    boolean makesRoom(long bytes) {
        if (pool.hasRoom(bytes)) {
            return true;
        }
        relieve(bytes);
        boolean room = pool.hasRoom(bytes);
        if (!room) {
            pool.countRelief();
        }
        return room;
    }

    long held() {
        return held.get();
    }

    /** Lets somebody of this loop pay, soon; from any thread. */
    void ask() {
        if (asked.compareAndSet(false, true)) {
            try {
                loop.execute(() -> {
                    asked.set(false);
                    collect(0);
                });
            } catch (RejectedExecutionException | OutOfMemoryError unasked) {
                // One that has ended holds nothing, and who finds the memory used up next asks again.
                asked.set(false);
            }
        }
    }

    /** Makes room for so much more: at once where this loop holds most, else soon. */
    private void relieve(long bytes) {
        PoolShare largest = pool.largest(this);
        if (largest == this) {
            collect(bytes);
        } else {
            largest.ask();
        }
    }

    private void collect(long bytes) {
        if (relieving) {
            // Who pays ends, and what its application does then may ask for memory itself.
            return;
        }
        relieving = true;
        try {
            for (int paid = 0; paid < MAX_PAYERS && !pool.hasRoom(bytes) && payer.getAsBoolean(); paid++) {
                pool.countRelief();
            }
        } finally {
            relieving = false;
        }
    }
}
