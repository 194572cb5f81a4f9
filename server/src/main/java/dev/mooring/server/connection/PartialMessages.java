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
 * <p>What is kept is charged before it is made. A message has a deadline: each slow timeout it must grow by what a peer of
 * {@link ConnectionLimits#MIN_PACE} sends in that time, or the connection is closed with 1008. When the memory is used up
 * the message that has waited longest is given up, with 1013. Not thread-safe.
 */
final class PartialMessages {
    private static final long FIXED = MeasuredCosts.HELD_MESSAGE.count();

    private final FrameLimits limits;
    private final long timeout;
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
        timeout = loop.limits.slowTimeout().toNanos();
        minGrowth = ConnectionLimits.MIN_PACE.in(loop.limits.slowTimeout());
        memory = loop.budget.messages.share(loop.eventLoop, this::oldestPays);
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

    /** A message or a control frame has come to its end: what may follow is another's part, but for frames within it. */
    void completed() {
        completed |= decoding != null && !decoding.insideMessage();
    }

    /** Keeps what the decoder holds now, or forgets it. */
    void end(Connection connection, FrameDecoder decoder, long now) {
        boolean over = connection.ended() || decoder.ended() || decoder.idle();
        if (over) {
            decoder.reset();
            forget(connection);
        } else {
            keep(connection, decoder, now);
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
            connection.activity().message = null;
            connection.settle();
        }
    }

    /** Looks at those who had their time. */
    void expire(long now) {
        PartialMessage oldest = held.oldest();
        while (oldest != null && now - oldest.since >= timeout) {
            if (oldest.grownBy() >= minGrowth || oldest.connection.backedUp()) {
                // The one that is backed up is not read, and has a deadline for that.
                oldest.mark();
                held.renew(oldest, now);
            } else {
                giveUp(oldest, CloseCode.POLICY_VIOLATION, "slow");
            }
            oldest = held.oldest();
        }
    }

    /** The connection is read again: what it could not send meanwhile is not held against it. */
    void resumed(Connection connection, long now) {
        PartialMessage own = of(connection);
        if (own != null) {
            own.mark();
            held.renew(own, now);
        }
    }

    private void keep(Connection connection, FrameDecoder decoder, long now) {
        PartialMessage own = of(connection);
        if (own == null) {
            if (!memory.take(FIXED)) {
                abandon(connection, decoder);
                Closing.fail(connection, CloseCode.TRY_AGAIN_LATER, "out of buffer memory");
                return;
            }
            charged += FIXED;
            FrameDecoder next = new FrameDecoder(limits);
            own = new PartialMessage(connection, decoder);
            connection.activity().message = own;
            held.add(own, now);
            shared = next;
        } else if (completed) {
            held.renew(own, now);
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
        Closing.fail(connection, code, reason);
    }

    private static @Nullable PartialMessage of(Connection connection) {
        Activity busy = connection.activityIfAny();
        return busy == null ? null : busy.message;
    }
}
