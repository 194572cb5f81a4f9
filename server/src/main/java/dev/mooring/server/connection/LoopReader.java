package dev.mooring.server.connection;

import dev.mooring.server.frame.FrameDecoder;
import io.netty.channel.unix.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The one read buffer of an event loop.
 *
 * <p>Not thread-safe. Cost: one system call per readable event, no copy of a frame that arrives whole; 64 KiB per loop.
 * Nobody else is ever given the buffer itself: a handler gets a view of its own of each payload.
 */
final class LoopReader {
    static final int CAPACITY = 1 << 16;
    /** What most reads of idle connections find: a pong without payload, of two bytes and a mask that masks nothing. */
    private static final short EMPTY_PONG = (short) 0x8A80;

    private static final int EMPTY_PONG_LENGTH = 6;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);
    private long address = Buffer.memoryAddress(buffer);
    private final PartialMessages partial;
    private final InboundFrames frames;
    private final LoopWriter writer;
    private final HandshakeStep handshakeStep;

    LoopReader(PartialMessages partial, LoopWriter writer, HandshakeStep handshakeStep) {
        this.partial = partial;
        this.frames = new InboundFrames(partial, writer.compression);
        this.writer = writer;
        this.handshakeStep = handshakeStep;
    }

    /** Makes the buffer larger, before the first read. */
    void enlarge(int bytes) {
        buffer = ByteBuffer.allocateDirect(CAPACITY + bytes);
        address = Buffer.memoryAddress(buffer);
    }

    void read(Connection connection) throws IOException {
        BusyState busy = connection.busyStateIfAny();
        byte[] request = busy == null ? BusyState.NOTHING : busy.request;
        // Whatever the read before this one left of position, limit and order is gone before anything depends on it.
        buffer.clear().order(ByteOrder.BIG_ENDIAN).put(0, request);
        int received = connection.receive(buffer, address, request.length);
        if (received < 0) {
            Closing.peerEnds(connection);
        } else if (received > 0) {
            buffer.limit(request.length + received);
            connection.heard();
            switch (connection.phase()) {
                case OPEN, CLOSING -> {
                    if (isEmptyPong(busy, received)) {
                        Liveness.ponged(connection);
                    } else {
                        decode(connection);
                    }
                }
                case PROXY_HEADER, HANDSHAKE -> open(connection);
                case LINGERING -> Closing.discard(connection, received);
                case TLS, DECIDING, ENDED -> {}
            }
            if (connection.inputEnded() && connection.unended()) {
                Closing.peerEnds(connection);
            }
        }
    }

    /** Whether the decoder would find an empty pong and nothing else; it has no need to be asked, nor the output. */
    private boolean isEmptyPong(@Nullable BusyState busy, int received) {
        return received == EMPTY_PONG_LENGTH
                && buffer.getShort(0) == EMPTY_PONG
                && (busy == null || busy.message == null);
    }

    /** Answers a request on which the application has decided, and takes what had come behind it. */
    void decided(Connection connection, PendingHandshake pending, Runnable answer) {
        writer.cork(connection);
        try {
            answer.run();
            buffer.clear().order(ByteOrder.BIG_ENDIAN).put(0, pending.behind()).limit(pending.behind().length);
            decodeIfOpen(connection);
        } finally {
            writer.uncork();
        }
    }

    private void open(Connection connection) {
        writer.cork(connection);
        try {
            handshakeStep.received(connection, buffer);
            decodeIfOpen(connection);
        } finally {
            writer.uncork();
        }
    }

    /**
     * Messages that came with the request are not lost: they follow it in the same buffer. A handler that closed in open()
     * still has to see where the frames end, to find the peer's Close.
     */
    private void decodeIfOpen(Connection connection) {
        if ((connection.phase() == Phase.OPEN || connection.phase() == Phase.CLOSING) && buffer.hasRemaining()) {
            decodeFrames(connection);
        }
    }

    private void decode(Connection connection) {
        writer.cork(connection);
        try {
            decodeFrames(connection);
        } finally {
            writer.uncork();
        }
    }

    private void decodeFrames(Connection connection) {
        FrameDecoder decoder = partial.begin(connection);
        boolean done = false;
        try {
            decoder.decode(buffer, frames.of(connection));
            partial.end(connection, decoder);
            done = true;
        } finally {
            if (!done) {
                partial.abandon(connection, decoder);
            }
        }
    }
}
