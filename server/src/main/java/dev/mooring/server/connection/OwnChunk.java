package dev.mooring.server.connection;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.frame.EncodedFrames;
import dev.mooring.server.frame.FrameEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes for one peer alone, with room for the short messages that follow: position to limit is what is not sent. */
final class OwnChunk extends Chunk {
    private static final int MIN_CAPACITY = 128;
    private static final int MAX_SPARE = 1 << 14;

    private final ByteBuffer bytes;
    /** Where the frame ends of which a byte is sent next. */
    private int frameEnd;

    private boolean message;

    /**
     * An empty chunk.
     *
     * @param begun bytes at its beginning that are the rest of a frame
     * @param message whether that frame is a message
     */
    OwnChunk(int capacity, int begun, boolean message) {
        bytes = ByteBuffer.allocate(capacity).limit(0);
        frameEnd = begun;
        this.message = message;
    }

    /** The capacity of a chunk for so many bytes in a queue that holds {@code before}: spare room for as much again. */
    static int capacityFor(int count, long before) {
        return Math.max(count, Math.clamp(before, MIN_CAPACITY, MAX_SPARE));
    }

    /** What a chunk of this capacity costs, in bytes of memory. */
    static long cost(int capacity) {
        return MeasuredCosts.HELD_CHUNK.count() + ((capacity + 7L) & -8L);
    }

    boolean fits(int count) {
        return count <= bytes.capacity() - bytes.limit();
    }

    /** Adds bytes for which there is room; the source is left as it is. */
    void add(ByteBuffer source, int from, int count) {
        int at = bytes.limit();
        bytes.limit(at + count);
        bytes.put(at, source, from, count);
    }

    /** Adds a frame for which there is room, and consumes its payload; all of it or, when that cannot be read, nothing. */
    void addFrame(int opcode, ByteBuffer payload) {
        int at = bytes.position();
        int start = bytes.limit();
        boolean whole = false;
        try {
            bytes.limit(start + FrameEncoder.headerLength(payload.remaining())).position(start);
            FrameEncoder.header(bytes, opcode, payload.remaining());
            add(payload, payload.position(), payload.remaining());
            payload.position(payload.limit());
            whole = true;
        } finally {
            bytes.position(at).limit(whole ? bytes.limit() : start);
        }
    }

    @Override
    long charged() {
        return cost(bytes.capacity());
    }

    @Override
    int remaining() {
        return bytes.remaining();
    }

    @Override
    int send(Connection connection, Scratch scratch) throws IOException {
        int length = Math.min(bytes.remaining(), Scratch.CAPACITY);
        scratch.buffer.put(0, bytes, bytes.position(), length);
        return connection.transmit(scratch.buffer, scratch.address, 0, length);
    }

    @Override
    int sent(int count) {
        bytes.position(bytes.position() + count);
        int messages = 0;
        while (frameEnd <= bytes.position()) {
            messages += message ? 1 : 0;
            message = false;
            if (frameEnd == bytes.limit()) {
                break;
            }
            message = EncodedFrames.isMessage(bytes, frameEnd);
            frameEnd = EncodedFrames.end(bytes, frameEnd);
        }
        return messages;
    }

    @Override
    void release() {
        // Nobody else has a part in it.
    }
}
