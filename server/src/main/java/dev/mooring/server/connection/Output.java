package dev.mooring.server.connection;

import dev.mooring.server.frame.CloseCode;
import dev.mooring.server.frame.FrameEncoder;
import io.netty.channel.unix.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one write buffer of an event loop.
 *
 * <p>While a connection's input is handled its output is corked: all answers to one read leave in one write. Outside of
 * that each frame is one write. What the kernel does not take goes to the connection's own queue. Not thread-safe.
 * Cost: one system call per read answered, none per frame; 64 KiB per loop.
 */
final class Output {
    static final int CAPACITY = 1 << 16;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);
    private final long address = Buffer.memoryAddress(buffer);
    private final ByteBuffer header = ByteBuffer.allocate(FrameEncoder.LONGEST_HEADER);
    private final ByteBuffer closing = ByteBuffer.allocate(FrameEncoder.LONGEST_CONTROL_FRAME);
    private @Nullable Connection owner;

    /** Gathers what the connection sends until {@link #uncork}. */
    void cork(Connection connection) {
        uncork();
        buffer.clear();
        owner = connection;
    }

    void uncork() {
        Connection corked = owner;
        if (corked != null) {
            try {
                flush(corked);
            } finally {
                owner = null;
            }
        }
    }

    /** Sends one frame; the payload's remaining bytes are consumed. */
    void frame(Connection connection, int opcode, ByteBuffer payload) {
        Connection corked = turnTo(connection);
        boolean whole = false;
        try {
            header.clear();
            FrameEncoder.header(header, opcode, payload.remaining());
            append(connection, header.flip());
            append(connection, payload);
            whole = true;
        } finally {
            if (!whole) {
                // Half a frame: the next would be taken for the rest of it.
                connection.abort();
            }
            turnBack(connection, corked);
        }
    }

    /** Sends a Close; {@link CloseCode#NO_STATUS} sends one without a code. */
    void close(Connection connection, int code, String reason) {
        Connection corked = turnTo(connection);
        try {
            closing.clear();
            FrameEncoder.close(closing, code, reason);
            append(connection, closing.flip());
        } finally {
            turnBack(connection, corked);
        }
    }

    /** Sends bytes that are already encoded. */
    void bytes(Connection connection, ByteBuffer encoded) {
        Connection corked = turnTo(connection);
        try {
            append(connection, encoded);
        } finally {
            turnBack(connection, corked);
        }
    }

    /** Writes now what is gathered for the connection. */
    void flush(Connection connection) {
        if (connection.is(owner) && buffer.position() > 0) {
            int length = buffer.position();
            // Emptied before anything can throw, or the next connection would send what this one was to get.
            buffer.clear();
            int sent = connection.ended() ? length : write(connection, address, length);
            if (sent < length && !connection.ended()) {
                queue(connection, buffer, sent, length);
            }
        }
    }

    /** Queues a copy of what is not sent; a connection of which a part is lost for want of memory ends with it. */
    static void queue(Connection connection, ByteBuffer source, int from, int to) {
        boolean queued = false;
        try {
            byte[] rest = new byte[to - from];
            source.get(from, rest);
            connection.queue(rest, 0);
            queued = true;
        } finally {
            if (!queued) {
                connection.abort();
            }
        }
    }

    /** Moves as much of the queue into the kernel as it takes. */
    void drain(Connection connection, OutboundQueue queue) {
        while (!queue.isEmpty()) {
            buffer.clear();
            int length = Math.min(queue.head().length - queue.headOffset(), CAPACITY);
            buffer.put(queue.head(), queue.headOffset(), length);
            // Cleared before the write: when the peer is gone the handler hears of it, and may send to others by this
            // buffer.
            buffer.clear();
            int sent = write(connection, address, length);
            if (connection.ended()) {
                return;
            }
            connection.dequeue(queue, sent);
            if (sent < length) {
                return;
            }
        }
    }

    /**
     * Writes until all is sent or the kernel takes no more.
     *
     * @return the bytes sent; the connection has ended when the peer was found to be gone
     */
    static int write(Connection connection, long from, int length) {
        try {
            int sent = 0;
            while (sent < length) {
                int taken = connection.sendAddress(from, sent, length);
                if (taken <= 0) {
                    break;
                }
                sent += taken;
            }
            return sent;
        } catch (IOException gone) {
            connection.lost();
            return 0;
        }
    }

    /**
     * Gathers for the connection from here on. What another one has gathered leaves first, before anything is encoded: that
     * one may turn out to be gone, and the handler that hears of it may send in the middle of this.
     */
    private @Nullable Connection turnTo(Connection connection) {
        Connection corked = owner;
        if (!connection.is(corked)) {
            uncork();
            owner = connection;
        }
        return corked;
    }

    private void turnBack(Connection connection, @Nullable Connection corked) {
        if (!connection.is(corked)) {
            try {
                flush(connection);
            } finally {
                owner = corked;
            }
        }
    }

    private void append(Connection connection, ByteBuffer source) {
        while (source.hasRemaining() && !connection.ended()) {
            if (connection.backedUp()) {
                queue(connection, source, source.position(), source.limit());
                source.position(source.limit());
                return;
            }
            int length = Math.min(source.remaining(), buffer.remaining());
            buffer.put(buffer.position(), source, source.position(), length).position(buffer.position() + length);
            source.position(source.position() + length);
            if (!buffer.hasRemaining()) {
                flush(connection);
            }
        }
    }
}
