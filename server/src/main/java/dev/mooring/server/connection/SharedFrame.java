package dev.mooring.server.connection;

import dev.mooring.server.MessageType;
import dev.mooring.server.frame.FrameEncoder;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One encoded message for many connections: it is encoded once, and each send is one system call without a copy.
 *
 * <p>Its bytes lie outside the heap, once, and are charged once, however many queues wait with it: each has a reference.
 * Immutable but for the references; one instance serves all loops. Made by {@link ConnectionLoop#share}.
 */
public final class SharedFrame {
    private final MemoryPool memory;
    private final ByteBuffer direct;
    private final long address;
    private final AtomicInteger references = new AtomicInteger(1);

    /** Encodes a message whose memory is already charged; the maker has the first reference. */
    SharedFrame(MessageType type, byte[] payload, MemoryPool memory) {
        this.memory = memory;
        direct = ByteBuffer.allocateDirect(lengthOf(payload));
        FrameEncoder.header(direct, type.opcode(), payload.length);
        direct.put(payload).flip();
        address = Buffer.memoryAddress(direct);
    }

    static int lengthOf(byte[] payload) {
        return FrameEncoder.headerLength(payload.length) + payload.length;
    }

    /** Bytes of the frame. */
    public int length() {
        return direct.limit();
    }

    /** Gives up the maker's reference: when the last queue has given up its own the memory is free. */
    public void release() {
        if (references.decrementAndGet() == 0) {
            memory.release(length());
        }
    }

    /**
     * Sends the frame on a connection of the calling loop.
     *
     * @param delivery is told later what became of a frame that waits
     */
    public Offer offerTo(Connection connection, Delivery delivery) {
        connection.flush();
        if (!connection.open()) {
            return Offer.GONE;
        }
        OutboundQueues queues = connection.loop.queues;
        if (connection.backedUp()) {
            return queues.shared(connection, this, 0, delivery) ? Offer.WAITS : Offer.NO_ROOM;
        }
        if (!queues.hasRoom() && !queues.hasRoomForReferences()) {
            return Offer.NO_ROOM;
        }
        connection.messageSent();
        int sent = Output.write(connection, address, 0, length());
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
     * @return behind the last frame that was taken; {@code to} also when the connection is closing or has ended
     */
    public static int offerAll(Connection connection, SharedFrame[] frames, int from, int to, Delivery delivery) {
        int next = from;
        while (next < to) {
            int end = connection.backedUp() ? next + 1 : fitting(frames, next, to);
            if (end <= next + 1) {
                switch (frames[next].offerTo(connection, delivery)) {
                    case NO_ROOM -> {
                        return next;
                    }
                    case GONE -> {
                        return to;
                    }
                    case TAKEN, WAITS -> next++;
                }
            } else if (!connection.open()) {
                return to;
            } else {
                next = write(connection, frames, next, end, delivery);
            }
        }
        return to;
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

    /** One write of them all, whose rest waits in the connection's queue; behind the last that was taken. */
    private static int write(Connection connection, SharedFrame[] frames, int from, int to, Delivery delivery) {
        OutboundQueues queues = connection.loop.queues;
        if (!queues.hasRoom() && !queues.hasRoomForReferences()) {
            return frames[from].offerTo(connection, delivery) == Offer.NO_ROOM ? from : from + 1;
        }
        Scratch scratch = connection.loop.output.scratch();
        for (int i = from; i < to; i++) {
            scratch.buffer.put(frames[i].direct.duplicate());
        }
        int length = scratch.buffer.position();
        scratch.buffer.clear();
        connection.messageSent();
        int sent = Output.write(connection, scratch.address, 0, length);
        if (connection.ended()) {
            return to;
        }
        int next = from;
        int left = sent;
        while (next < to && left >= frames[next].length()) {
            left -= frames[next++].length();
        }
        connection.loop.counters.messagesSent.add(next - from);
        if (next < to) {
            return frames[next].queue(connection, queues, left, delivery) == Offer.NO_ROOM ? next : next + 1;
        }
        return next;
    }

    /** Takes a reference, for whoever keeps the frame. */
    public void retain() {
        references.incrementAndGet();
    }

    long address() {
        return address;
    }

    private Offer queue(Connection connection, OutboundQueues queues, int sent, Delivery delivery) {
        boolean queued = false;
        try {
            queued = queues.shared(connection, this, sent, delivery);
            if (!queued && sent > 0) {
                queues.outOfMemory(connection);
            }
        } finally {
            if (!queued && sent > 0) {
                connection.abort();
            }
        }
        if (queued) {
            return Offer.WAITS;
        }
        return sent > 0 ? Offer.GONE : Offer.NO_ROOM;
    }

    /** What became of an offer. */
    public enum Offer {
        /** The kernel has all of it. */
        TAKEN,
        /** It waits in the connection's queue; the delivery is told how that ends. */
        WAITS,
        /** There is no memory for what the peer may not take: nothing was taken, and it may be offered again. */
        NO_ROOM,
        /** The connection is closing or has ended. */
        GONE
    }
}
