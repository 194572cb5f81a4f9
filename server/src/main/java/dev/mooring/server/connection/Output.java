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
        owner = connection;
    }

    void uncork() {
        Connection corked = owner;
        if (corked != null) {
            flush(corked);
            owner = null;
        }
    }

    /** Sends one frame; the payload's remaining bytes are consumed. */
    void frame(Connection connection, int opcode, ByteBuffer payload) {
        header.clear();
        FrameEncoder.header(header, opcode, payload.remaining());
        send(connection, header.flip(), payload);
    }

    /** Sends a Close; {@link CloseCode#NO_STATUS} sends one without a code. */
    void close(Connection connection, int code, String reason) {
        closing.clear();
        FrameEncoder.close(closing, code, reason);
        send(connection, closing.flip(), null);
    }

    /** Sends bytes that are already encoded. */
    void bytes(Connection connection, ByteBuffer encoded) {
        send(connection, encoded, null);
    }

    /** Writes now what is gathered for the connection. */
    void flush(Connection connection) {
        if (connection.is(owner) && buffer.position() > 0) {
            int length = buffer.position();
            int sent = connection.ended() ? length : write(connection, address, length);
            if (sent < length && !connection.ended()) {
                byte[] rest = new byte[length - sent];
                buffer.get(sent, rest);
                connection.queue(rest, 0);
            }
            buffer.clear();
        }
    }

    /** Moves as much of the queue into the kernel as it takes. */
    void drain(Connection connection, OutboundQueue queue) {
        while (!queue.isEmpty()) {
            buffer.clear();
            int length = Math.min(queue.head().length - queue.headOffset(), CAPACITY);
            buffer.put(queue.head(), queue.headOffset(), length);
            int sent = write(connection, address, length);
            buffer.clear();
            if (connection.ended()) {
                return;
            }
            queue.taken(sent);
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

    private void send(Connection connection, ByteBuffer first, @Nullable ByteBuffer second) {
        Connection corked = owner;
        if (connection.is(corked)) {
            append(connection, first);
            if (second != null) {
                append(connection, second);
            }
            return;
        }
        // Another connection, or none, is being handled: what it has gathered leaves first, then this frame alone.
        uncork();
        owner = connection;
        append(connection, first);
        if (second != null) {
            append(connection, second);
        }
        flush(connection);
        owner = corked;
    }

    private void append(Connection connection, ByteBuffer source) {
        while (source.hasRemaining() && !connection.ended()) {
            if (connection.backedUp()) {
                byte[] rest = new byte[source.remaining()];
                source.get(rest);
                connection.queue(rest, 0);
                return;
            }
            int length = Math.min(source.remaining(), buffer.remaining());
            buffer.put(source.slice(source.position(), length));
            source.position(source.position() + length);
            if (!buffer.hasRemaining()) {
                flush(connection);
            }
        }
    }
}
