package dev.mooring.server.connection;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.CloseCode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The TLS records of one loop's connections of which a part has arrived; at most 16 KiB each.
 *
 * <p>What is kept is charged to the memory for messages. A record has to be whole within the slow timeout and what it takes at
 * {@link ConnectionLimits#MIN_PACE}, else its connection is closed with 1008; when the memory is used up, the oldest is given
 * up with 1013. Not thread-safe. Costs nothing for a record that arrives whole.
 */
final class PartialRecords {
    private static final long FIXED = MeasuredCosts.HELD_CHUNK.count();

    private final PoolShare memory;
    private final HeldList<PartialRecord> held = new HeldList<>();
    private final ConnectionLoop loop;
    private final long timeoutNanos;
    private @Nullable Connection reading;

    PartialRecords(ConnectionLoop loop, int longest) {
        this.loop = loop;
        memory = loop.budget.messages.share(loop::execute, this::oldestPays);
        timeoutNanos = loop.limits
                .slowTimeout()
                .plusMillis(
                        1_000L * longest / ConnectionLimits.MIN_PACE.perSecond().count())
                .toNanos();
    }

    /** Copies what is kept of the connection's record into the buffer, and returns how many bytes that is. */
    int copy(Connection connection, ByteBuffer buffer, int at) {
        PartialRecord part = of(connection);
        if (part == null) {
            return 0;
        }
        buffer.put(at, part.bytes);
        return part.bytes.length;
    }

    /**
     * Keeps these bytes instead of those of before.
     *
     * @param sameRecord whether they are the beginning of the same record, whose time goes on
     */
    void keep(Connection connection, ByteBuffer buffer, int from, int to, boolean sameRecord) {
        PartialRecord before = of(connection);
        if (before != null && (!sameRecord || connection.ended())) {
            forget(connection);
            before = null;
        }
        if (from == to || connection.ended()) {
            return;
        }
        if (before != null && before.bytes.length == to - from) {
            return;
        }
        long cost = FIXED + ((to - from + 7L) & -8L);
        reading = connection;
        boolean taken;
        try {
            taken = memory.take(cost);
        } finally {
            reading = null;
        }
        if (!taken) {
            giveUp(connection, CloseCode.TRY_AGAIN_LATER, "out of buffer memory");
            return;
        }
        if (connection.ended()) {
            // By what others' paying for it led to.
            memory.release(cost);
            return;
        }
        boolean kept = false;
        try {
            byte[] bytes = new byte[to - from];
            buffer.get(from, bytes);
            if (before != null && is(of(connection), before)) {
                // It stays where it is among the others: its time goes on.
                memory.release(before.charged);
                before.bytes = bytes;
                before.charged = cost;
            } else {
                PartialRecord part = new PartialRecord(connection, bytes);
                part.charged = cost;
                connection.busyState().record = part;
                held.add(part, loop.clock.present());
            }
            kept = true;
        } finally {
            if (!kept) {
                memory.release(cost);
            }
        }
    }

    /** Gives up what is kept of a connection. */
    void forget(Connection connection) {
        PartialRecord part = of(connection);
        if (part != null) {
            connection.busyState().record = null;
            held.remove(part);
            memory.release(part.charged);
            connection.settle();
        }
    }

    /** Looks at those who had their time; a server that is late itself reads before it judges. */
    void expire(long now) {
        PartialRecord oldest = held.oldest();
        while (oldest != null && now - oldest.since >= timeoutNanos) {
            Connection connection = oldest.connection;
            connection.exchange();
            if (is(of(connection), oldest)) {
                judge(oldest, now);
            }
            oldest = held.oldest();
        }
    }

    private void judge(PartialRecord part, long now) {
        if (part.connection.paused()) {
            // What the peer sent stays in the kernel. It has another deadline, for what is waited for.
            held.renew(part, now);
        } else if (now - part.since >= timeoutNanos) {
            loop.counters.slowCloses.increment();
            giveUp(part.connection, CloseCode.POLICY_VIOLATION, "slow");
        }
    }

    /** The connection is read again: what it could not send meanwhile is not held against it. */
    void resumed(Connection connection) {
        PartialRecord part = of(connection);
        if (part != null) {
            held.renew(part, loop.clock.present());
        }
    }

    private boolean oldestPays() {
        PartialRecord oldest = held.oldest();
        if (oldest == null || oldest.connection.is(reading)) {
            return false;
        }
        loop.warn(
                "the memory for messages that have not arrived whole is used up: the TLS record that has waited longest is"
                        + " given up with 1013; raise the heap or lower max-message",
                null);
        giveUp(oldest.connection, CloseCode.TRY_AGAIN_LATER, "out of buffer memory");
        return true;
    }

    private void giveUp(Connection connection, int code, String reason) {
        forget(connection);
        try {
            if (connection.opening()) {
                connection.lost();
            } else {
                Closing.fail(connection, code, reason);
            }
        } catch (Throwable broken) {
            connection.broken(broken);
        }
    }

    private static @Nullable PartialRecord of(Connection connection) {
        BusyState busy = connection.busyStateIfAny();
        return busy == null ? null : busy.record;
    }

    @SuppressWarnings("ReferenceEquality") // the question is whether it is still the connection's own
    private static boolean is(@Nullable PartialRecord one, PartialRecord other) {
        return one == other;
    }
}
