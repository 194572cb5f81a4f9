package dev.mooring.server.connection;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.frame.EncodedFrames;
import dev.mooring.server.frame.FrameEncoder;
import dev.mooring.server.frame.Opcode;
import io.netty.channel.unix.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One encoded message for many connections: it is encoded once, and each send is one system call without a copy.
 *
 * <p>Its bytes lie outside the heap, once, and are charged once, however many queues wait with it: each has a reference.
 * Immutable but for the references; one instance serves all loops. Made by {@link ConnectionLoop#share}.
 */
public final class SharedFrame {
    private static final int OPCODE = 0x0F;

    private final MemoryPool memory;
    private final long charged;
    private final ByteBuffer direct;
    private final long address;
    private final AtomicInteger references = new AtomicInteger(1);
    /** What those get who have agreed on compression: this very frame where that is not longer; null until somebody wants it. */
    private volatile @Nullable SharedFrame compressed;

    /**
     * Encodes a message; the maker has the first reference.
     *
     * @param opcode what is in its first byte beside FIN
     * @param payload its remaining bytes, which are copied and stay where they are
     * @param charged what the memory is charged already, and gets back at the end
     */
    SharedFrame(int opcode, ByteBuffer payload, MemoryPool memory, long charged) {
        this.memory = memory;
        this.charged = charged;
        int length = payload.remaining();
        direct = ByteBuffer.allocateDirect(lengthOf(length));
        FrameEncoder.header(direct, opcode, length);
        direct.put(direct.position(), payload, payload.position(), length).clear();
        address = Buffer.memoryAddress(direct);
    }

    /** Of the frame of a payload of so many bytes. */
    static int lengthOf(int payload) {
        return FrameEncoder.headerLength(payload) + payload;
    }

    /** The message again; a view, not to be kept beyond the frame. */
    public ByteBuffer payload() {
        return direct.asReadOnlyBuffer()
                .position(EncodedFrames.payload(direct, 0))
                .slice();
    }

    /**
     * The frame as the connection gets it: compressed, once for all loops, where that was agreed on and makes it shorter. It is
     * there as long as this one is. On the connection's loop.
     */
    public SharedFrame as(Connection connection) {
        if (!connection.compresses()) {
            return this;
        }
        SharedFrame known = compressed;
        return known == null ? compressed(connection.loop.writer.compression) : known;
    }

    /** Tried once: what does not get shorter, or for which there is no memory, is sent as it is. */
    private synchronized SharedFrame compressed(LoopCompression compression) {
        SharedFrame known = compressed;
        if (known != null) {
            return known;
        }
        SharedFrame best = this;
        try {
            ByteBuffer shorter = compression.shorter(payload());
            if (shorter != null) {
                try {
                    best = with(shorter);
                } finally {
                    compression.done();
                }
            }
        } finally {
            compressed = best;
        }
        return best;
    }

    private SharedFrame with(ByteBuffer shorter) {
        long cost = lengthOf(shorter.remaining()) + MeasuredCosts.HELD_PUBLICATION.count();
        if (!memory.hasRoom(cost)) {
            return this;
        }
        boolean _ = memory.charge(cost);
        boolean made = false;
        try {
            SharedFrame frame = new SharedFrame((direct.get(0) & OPCODE) | Opcode.COMPRESSED, shorter, memory, cost);
            made = true;
            return frame;
        } finally {
            if (!made) {
                memory.release(cost);
            }
        }
    }

    /** Bytes of the frame. */
    public int length() {
        return direct.limit();
    }

    /** Gives up the maker's reference: when the last queue has given up its own the memory is free. */
    public void release() {
        if (references.decrementAndGet() == 0) {
            SharedFrame other = compressed;
            if (other != null && other != this) {
                other.release();
            }
            memory.release(charged);
        }
    }

    /**
     * Sends the frame on a connection of the calling loop.
     *
     * @param delivery is told later what became of a frame that waits
     */
    public Offer offerTo(Connection connection, Delivery delivery) {
        connection.flush();
        OutboundQueues queues = connection.loop.queues;
        boolean room = !connection.open() || connection.backedUp() || hasRoom(queues);
        // Whoever paid for the room has ended, and on hearing of that the application may have done anything to this
        // one.
        if (!connection.open()) {
            return Offer.GONE;
        }
        if (connection.backedUp()) {
            return queue(connection, queues, 0, delivery);
        }
        if (!room) {
            return Offer.NO_ROOM;
        }
        connection.messageSent();
        int sent = LoopWriter.write(connection, direct, address, 0, length());
        if (connection.ended()) {
            return Offer.GONE;
        }
        if (sent < length()) {
            return queue(connection, queues, sent, delivery);
        }
        connection.loop.counters.messagesSent.increment();
        return Offer.TAKEN;
    }

    /**
     * Sends several frames on a connection of the calling loop: in one write, if its peer keeps up.
     *
     * @param from of the first to send
     * @param to behind the last
     * @param delivery is told later what became of each frame that waits
     * @return behind the last frame that was taken or waits; of the others nothing was taken, for want of memory while the
     *     connection is open, else because it is closing or has ended
     */
    public static int offerAll(Connection connection, SharedFrame[] frames, int from, int to, Delivery delivery) {
        int next = from;
        while (next < to && connection.open()) {
            int end = connection.backedUp() ? next + 1 : fitting(frames, next, to);
            int taken = end <= next + 1
                    ? after(next, frames[next].offerTo(connection, delivery))
                    : write(connection, frames, next, end, delivery);
            if (taken == next) {
                break;
            }
            next = taken;
        }
        return next;
    }

    private static int after(int frame, Offer offer) {
        return switch (offer) {
            case TAKEN, WAITS -> frame + 1;
            case NO_ROOM, GONE -> frame;
        };
    }

    private static boolean hasRoom(OutboundQueues queues) {
        return queues.hasRoom() || queues.hasRoomForReferences();
    }

    /** Behind the last of those that fit into the loop's buffer together. */
    private static int fitting(SharedFrame[] frames, int from, int to) {
        int bytes = 0;
        int end = from;
        while (end < to && bytes + frames[end].length() <= Scratch.CAPACITY) {
            bytes += frames[end++].length();
        }
        return end;
    }

    /** One write of them all, whose rest waits in the connection's queue; behind the last that was taken or waits. */
    private static int write(Connection connection, SharedFrame[] frames, int from, int to, Delivery delivery) {
        OutboundQueues queues = connection.loop.queues;
        Scratch scratch = connection.loop.writer.scratch();
        boolean room = hasRoom(queues);
        if (!room || !connection.open() || connection.backedUp()) {
            return after(from, frames[from].offerTo(connection, delivery));
        }
        for (int i = from; i < to; i++) {
            scratch.buffer.put(frames[i].direct.duplicate());
        }
        int length = scratch.buffer.position();
        scratch.buffer.clear();
        connection.messageSent();
        int sent = LoopWriter.write(connection, scratch.buffer, scratch.address, 0, length);
        if (connection.ended()) {
            return from;
        }
        int next = from;
        int left = sent;
        while (next < to && left >= frames[next].length()) {
            left -= frames[next++].length();
        }
        connection.loop.counters.messagesSent.add(next - from);
        return next < to ? after(next, frames[next].queue(connection, queues, left, delivery)) : next;
    }

    /** Takes a reference, for whoever keeps the frame. */
    public void retain() {
        references.incrementAndGet();
    }

    /** Sends as much of the rest as the kernel takes at once. */
    int transmit(Connection connection, int from) throws IOException {
        return connection.transmit(direct, address, from, length());
    }

    private Offer queue(Connection connection, OutboundQueues queues, int sent, Delivery delivery) {
        boolean queued = false;
        try {
            queued = queues.shared(connection, this, sent, delivery);
        } finally {
            if (!queued && sent > 0) {
                connection.abort();
            }
        }
        if (queued) {
            return Offer.WAITS;
        }
        return connection.open() ? Offer.NO_ROOM : Offer.GONE;
    }

    /** What became of an offer. */
    public enum Offer {
        /** The kernel has all of it. */
        TAKEN,
        /** It waits in the connection's queue; the delivery is told how that ends, or has been if its connection has ended. */
        WAITS,
        /** There is no memory for what the peer may not take: nothing was taken, and it may be offered again. */
        NO_ROOM,
        /** The connection is closing or has ended. */
        GONE
    }
}
