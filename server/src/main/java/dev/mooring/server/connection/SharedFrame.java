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

    void retain() {
        references.incrementAndGet();
    }

    long address() {
        return address;
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
