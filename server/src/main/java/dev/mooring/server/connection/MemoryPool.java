package dev.mooring.server.connection;

import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.MemoryUse;
import dev.mooring.server.metrics.ServerCounters;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Memory for one kind of thing that peers make the server keep, shared by the loops so that one long message may use what
 * the other loops do not.
 *
 * <p>Up to seven eighths of it everybody is given what is asked for. Above that, the loop that holds most lets those who
 * have held longest pay, while newcomers are served from the last eighth; when that is used up too, a newcomer is refused.
 * Thread-safe. Cost: two atomic adds for a connection that keeps something, none for the others.
 */
final class MemoryPool {
    final MemoryKind kind;
    private final MemoryUse use;
    private final ServerCounters counters;
    private final List<PoolShare> shares = new CopyOnWriteArrayList<>();

    MemoryPool(MemoryKind kind, long limit, ServerCounters counters) {
        this.kind = kind;
        this.counters = counters;
        use = counters.memory(kind);
        use.limit(limit);
    }

    /**
     * The part of one loop.
     *
     * @param loop runs tasks on the loop's thread
     * @param payer closes the holder of the loop that is to pay; false when there is none
     */
    PoolShare share(Executor loop, BooleanSupplier payer) {
        PoolShare share = new PoolShare(this, loop, payer);
        shares.add(share);
        return share;
    }

    /** Charges without asking, and returns whether that is within what there is; else {@link #release} it again. */
    boolean charge(long bytes) {
        count(bytes);
        return use.add(bytes) <= use.limit();
    }

    void release(long bytes) {
        if (bytes != 0) {
            count(-bytes);
            use.add(-bytes);
        }
    }

    private void count(long bytes) {
        if (kind != MemoryKind.REQUESTS) {
            counters.queuedBytes.add(bytes);
        }
    }

    /** Whether the memory in use is where holders begin to pay. */
    boolean pressed() {
        return use.used() > use.pressedFrom();
    }

    /** Whether no more is in use than there is. */
    boolean within() {
        return use.used() <= use.limit();
    }

    /** Whether so much more could be taken without anybody having to pay. */
    boolean hasRoom(long bytes) {
        return use.used() + bytes <= use.pressedFrom();
    }

    long limit() {
        return use.limit();
    }

    /** Whether so much could ever be taken. */
    boolean couldHold(long bytes) {
        return bytes <= use.pressedFrom();
    }

    void countRelief() {
        use.relieve();
    }

    PoolShare largest(PoolShare own) {
        PoolShare largest = own;
        for (PoolShare share : shares) {
            if (share.held() > largest.held()) {
                largest = share;
            }
        }
        return largest;
    }

    /** Asks the loop that holds most to let somebody pay; from any thread. */
    void askLargest() {
        if (!shares.isEmpty()) {
            largest(shares.getFirst()).ask();
        }
    }
}
