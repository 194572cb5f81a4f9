package dev.mooring.server.connection;

import dev.mooring.server.frame.MessageDeflater;
import dev.mooring.server.frame.MessageInflater;
import dev.mooring.server.metrics.ServerCounters;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * permessage-deflate of one loop's messages. No message depends on another, so no connection keeps anything.
 *
 * <p>Confined to the loop, but for {@link #end}. Both halves are made when the first message needs them: 128 KiB of heap and up to
 * 310 KB outside of it.
 */
final class LoopCompression {
    private final ServerCounters counters;
    private @Nullable MessageInflater inflater;
    private @Nullable MessageDeflater deflater;
    /** What the deflater has made last is still to be sent. */
    private boolean lent;

    LoopCompression(ServerCounters counters) {
        this.counters = counters;
    }

    MessageInflater inflater() {
        MessageInflater made = inflater;
        if (made == null) {
            made = new MessageInflater();
            inflater = made;
        }
        return made;
    }

    /**
     * The payload compressed, if that is shorter, valid until {@link #done}; else null. Null too in the middle of another's use: a
     * send may find a peer gone, and an application that hears of that may send to somebody else.
     */
    @Nullable
    ByteBuffer shorter(ByteBuffer payload) {
        if (lent) {
            return null;
        }
        MessageDeflater made = deflater;
        if (made == null) {
            made = new MessageDeflater();
            deflater = made;
        }
        ByteBuffer shorter = made.shorter(payload);
        lent = shorter != null;
        if (lent) {
            counters.messagesCompressed.increment();
        }
        return shorter;
    }

    /** A message that came compressed is whole. */
    void inflated() {
        counters.messagesInflated.increment();
    }

    /** What {@link #shorter} has returned is no longer needed. */
    void done() {
        lent = false;
    }

    /** Gives up the memory outside the heap; the loop has ended. */
    void end() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }
}
