package dev.mooring.server.connection;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.CloseCode;
import dev.mooring.server.frame.FrameDecoder;
import dev.mooring.server.frame.FrameLimits;
import org.jspecify.annotations.Nullable;

/**
 * The frames and messages of one loop's connections of which a part has arrived, and the one decoder that all
 * connections between two frames share.
 *
 * <p>What is kept is charged before it is made. A message has a deadline: each slow timeout it must grow by half of what a
 * peer of {@link ConnectionLimits#MIN_PACE} sends in that time, or the connection is closed with 1008. Half, because a peer
 * of that pace sends in packets, of which the timeout may hold one less than their pace says. When the memory is used up the
 * message that has waited longest is given up, with 1013. Not thread-safe. Cost: one clock read for a message that begins
 * and does not arrive whole.
 */
final class PartialMessages {
    private static final long FIXED = MeasuredCosts.HELD_MESSAGE.count();

    private final FrameLimits limits;
    private final long timeoutNanos;
    private final long minGrowth;
    private final PoolShare memory;
    private final HeldList<PartialMessage> held = new HeldList<>();
    private FrameDecoder shared;
    /** Who is being read, what its decoder was charged till now, and whether a message of its has come to its end. */
    private @Nullable Connection reading;

    private @Nullable FrameDecoder decoding;
    private long charged;
    private boolean completed;

    PartialMessages(ConnectionLoop loop) {
        limits = loop.limits.frames();
        timeoutNanos = loop.limits.slowTimeout().toNanos();
        minGrowth = ConnectionLimits.MIN_PACE.in(loop.limits.slowTimeout()) / 2;
        memory = loop.budget.messages.share(loop::execute, this::oldestPays);
        shared = new FrameDecoder(limits);
    }

    /** The decoder that holds the connection's part of a frame or message, or the shared one. */
    FrameDecoder begin(Connection connection) {
        PartialMessage own = of(connection);
        reading = connection;
        charged = own == null ? 0 : own.charged;
        completed = false;
        FrameDecoder decoder = own == null ? shared : own.decoder;
        decoding = decoder;
        return decoder;
    }

    /** Memory for the message that is being read; see {@link dev.mooring.server.frame.FrameSink#mayHold}. */
    boolean mayHold(long bytes) {
        if (!memory.take(bytes)) {
            return false;
        }
        charged += bytes;
        return true;
    }

    /** A part of that memory is free again, unless all of it is, by the connection's end. */
    void released(long bytes) {
        long back = Math.min(bytes, charged);
        charged -= back;
        memory.release(back);
    }

    /** A message or a control frame has come to its end: what may follow is another's part, but for frames within it. */
    void completed() {
        completed |= decoding != null && !decoding.insideMessage();
    }

    /** Keeps what the decoder holds now, or forgets it. */
    void end(Connection connection, FrameDecoder decoder) {
        boolean over = connection.ended() || decoder.ended() || decoder.idle();
        if (over) {
            decoder.reset();
            forget(connection);
        } else {
            keep(connection, decoder);
        }
        reading = null;
    }

    /** Something threw, and the connection ends. The decoder may be the one that everybody else will use. */
    void abandon(Connection connection, FrameDecoder decoder) {
        decoder.reset();
        forget(connection);
        reading = null;
    }

    /** Gives up what is held for a connection that ends. */
    void forget(Connection connection) {
        PartialMessage own = of(connection);
        if (connection.is(reading)) {
            memory.release(charged);
            charged = 0;
        } else if (own != null) {
            memory.release(own.charged);
        }
        if (own != null) {
            held.remove(own);
            connection.busyState().message = null;
            connection.settle();
        }
    }

    /** Looks at those who had their time. A server that is late itself may have the rest unread: it reads before it judges. */
    void expire(long now) {
        PartialMessage oldest = held.oldest();
        while (oldest != null && now - oldest.since >= timeoutNanos) {
            if (isTooSlow(oldest)) {
                oldest.connection.exchange();
            }
            if (isHeld(oldest) && now - oldest.since >= timeoutNanos) {
                if (isTooSlow(oldest)) {
                    giveUp(oldest, CloseCode.POLICY_VIOLATION, "slow");
                } else {
                    oldest.mark();
                    held.renew(oldest, now);
                }
            }
            oldest = held.oldest();
        }
    }

    /** One that is backed up is not read, and has a deadline for that. */
    private boolean isTooSlow(PartialMessage message) {
        return message.grownBy() < minGrowth && !message.connection.backedUp();
    }

    @SuppressWarnings("ReferenceEquality") // the question is whether it is still the connection's own
    private static boolean isHeld(PartialMessage message) {
        return of(message.connection) == message;
    }

    /** The connection is read again: what it could not send meanwhile is not held against it. */
    void resumed(Connection connection) {
        PartialMessage own = of(connection);
        if (own != null) {
            own.mark();
            held.renew(own, connection.loop.clock.present());
        }
    }

    private void keep(Connection connection, FrameDecoder decoder) {
        PartialMessage own = of(connection);
        if (own == null) {
            if (!memory.take(FIXED)) {
                abandon(connection, decoder);
                Closing.fail(connection, CloseCode.TRY_AGAIN_LATER, "out of buffer memory");
                return;
            }
            charged += FIXED;
            if (connection.ended()) {
                // By what others' paying for it led to.
                abandon(connection, decoder);
                return;
            }
            FrameDecoder next = new FrameDecoder(limits);
            own = new PartialMessage(connection, decoder);
            connection.busyState().message = own;
            held.add(own, connection.loop.clock.present());
            shared = next;
        } else if (completed) {
            held.renew(own, connection.loop.clock.present());
        }
        long needed = FIXED + decoder.heldBytes();
        memory.release(charged - needed);
        own.charged = needed;
        if (completed) {
            own.restart();
        }
    }

    private boolean oldestPays() {
        PartialMessage oldest = held.oldest();
        if (oldest == null || oldest.connection.is(reading)) {
            return false;
        }
        oldest.connection.loop.warn(
                "the memory for messages that have not arrived whole is used up: the one that has waited longest is given"
                        + " up with 1013; raise the heap or lower max-message",
                null);
        giveUp(oldest, CloseCode.TRY_AGAIN_LATER, "out of buffer memory");
        return true;
    }

    private void giveUp(PartialMessage message, int code, String reason) {
        Connection connection = message.connection;
        message.decoder.reset();
        forget(connection);
        if (code == CloseCode.POLICY_VIOLATION) {
            connection.loop.counters.slowCloses.increment();
        }
        try {
            Closing.fail(connection, code, reason);
        } catch (Throwable broken) {
            connection.broken(broken);
        }
    }

    private static @Nullable PartialMessage of(Connection connection) {
        BusyState busy = connection.busyStateIfAny();
        return busy == null ? null : busy.message;
    }
}
