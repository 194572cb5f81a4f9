package dev.mooring.server.connection;

import dev.mooring.server.CloseCode;
import dev.mooring.server.frame.EncodedFrames;
import dev.mooring.server.frame.FrameEncoder;
import dev.mooring.server.frame.Opcode;
import dev.mooring.server.metrics.ServerCounters;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one write buffer of an event loop.
 *
 * <p>While a connection's input is handled its output is corked: all answers to one read leave in one write. Outside of
 * that each frame is one write. What the kernel does not take goes to the connection's own queue. Not thread-safe.
 * Cost: one system call per read answered, none per frame; 64 KiB per loop.
 *
 * <p>The buffer holds whole frames of one connection, behind the answer to its request if that is in the same write. It is
 * empty before anything is done with what it held that could throw, or the next connection would send what another was to
 * get.
 */
final class LoopWriter {
    /** Half of what the kernel gives a socket that has sent nothing yet: net.ipv4.tcp_wmem, 16 KiB. */
    private static final int SURELY_TAKEN = 1 << 13;

    private final OutboundQueues queues;
    private final Scratch scratch = new Scratch();
    private final ByteBuffer buffer = scratch.buffer;
    private final ByteBuffer header = ByteBuffer.allocate(FrameEncoder.MAX_HEADER);
    final LoopCompression compression;
    private @Nullable Connection owner;
    /** The bytes at its beginning that are no frames, and the messages behind them. */
    private int answer;

    private int messages;

    LoopWriter(OutboundQueues queues, ServerCounters counters) {
        this.queues = queues;
        this.compression = new LoopCompression(counters);
    }

    /** Gathers what the connection sends until {@link #uncork}. */
    void cork(Connection connection) {
        uncork();
        empty();
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

    /**
     * Sends a message, compressed where that was agreed on and makes it shorter; its remaining bytes are consumed unless it is
     * refused.
     *
     * @return false when there is no memory for what the peer may not take, or when the connection was closed by what others'
     *     paying for that led to, so that nothing of it was taken
     */
    boolean message(Connection connection, int opcode, ByteBuffer payload) {
        ByteBuffer shorter = connection.compresses() ? compression.shorter(payload) : null;
        if (shorter == null) {
            return encoded(connection, opcode, payload);
        }
        try {
            boolean taken = encoded(connection, opcode | Opcode.COMPRESSED, shorter);
            payload.position(taken ? payload.limit() : payload.position());
            return taken;
        } finally {
            compression.done();
        }
    }

    private boolean encoded(Connection connection, int opcode, ByteBuffer payload) {
        return (connection.backedUp() || queues.hasRoom() || isTakenAtOnce(connection, payload.remaining()))
                && connection.open()
                && frame(connection, opcode, payload, true);
    }

    /**
     * Sends a message that was promised to another thread: where it cannot be sent as any other, it waits in the queue,
     * however little memory there is, for its own has been charged since it was promised.
     */
    void handedOver(Connection connection, int opcode, ByteBuffer payload) {
        if (!message(connection, opcode, payload) && connection.open()) {
            flush(connection);
            if (connection.open()) {
                queues.promised(connection, opcode, payload);
            }
        }
    }

    /**
     * Whether the kernel surely takes a message of this length. Asked only under pressure, so that who reads is served
     * whatever others leave unread; it costs a system call.
     */
    private boolean isTakenAtOnce(Connection connection, int length) {
        int gathered = connection.is(owner) ? buffer.position() : 0;
        return gathered + FrameEncoder.headerLength(length) + length <= SURELY_TAKEN
                && connection.loop.window.hasTakenAll(connection);
    }

    /** Sends a pong; one for a peer that does not take the pongs before it is left out when there is no memory. */
    void pong(Connection connection, ByteBuffer payload) {
        frame(connection, Opcode.PONG, payload, false);
    }

    /** Sends a Close; {@link CloseCode#NO_STATUS} sends one without a code. */
    void close(Connection connection, int code, String reason) {
        // Of its own, for a handler that hears of another's end in the middle of this may close others.
        ByteBuffer closing = ByteBuffer.allocate(FrameEncoder.MAX_CONTROL_FRAME);
        FrameEncoder.close(closing, code, reason);
        closing.flip().position(FrameEncoder.headerLength(0));
        if (!frame(connection, Opcode.CLOSE, closing, false)) {
            connection.reset();
        }
    }

    /** Sends the answer to a request. */
    void answer(Connection connection, ByteBuffer encoded) {
        Connection corked = switchTo(connection);
        try {
            buffer.put(encoded);
            answer = buffer.position();
        } finally {
            restore(connection, corked);
        }
    }

    /** Writes now what is gathered for the connection. */
    void flush(Connection connection) {
        if (!connection.is(owner) || buffer.position() == 0) {
            return;
        }
        int length = buffer.position();
        int frames = answer;
        int gathered = messages;
        empty();
        if (connection.ended()) {
            return;
        }
        if (gathered > 0) {
            connection.messageSent();
        }
        int sent = write(connection, buffer, scratch.address, 0, length);
        if (sent == length) {
            connection.loop.counters.messagesSent.add(gathered);
        } else if (!connection.ended()) {
            keepRest(connection, frames, sent, length);
        }
    }

    /** The loop's write buffer, with nothing in it, for whoever writes next. */
    Scratch scratch() {
        uncork();
        empty();
        return scratch;
    }

    /**
     * Writes until all is sent or the kernel takes no more.
     *
     * @return where the bytes end that are sent; the connection has ended when the peer was found to be gone
     */
    static int write(Connection connection, ByteBuffer memory, long address, int from, int to) {
        try {
            int sent = from;
            while (sent < to) {
                int taken = connection.transmit(memory, address, sent, to);
                if (taken <= 0) {
                    break;
                }
                sent += taken;
            }
            return sent;
        } catch (IOException gone) {
            connection.lost();
            return from;
        }
    }

    private boolean frame(Connection connection, int opcode, ByteBuffer payload, boolean message) {
        Connection corked = switchTo(connection);
        try {
            int size = FrameEncoder.headerLength(payload.remaining()) + payload.remaining();
            if (size > buffer.remaining()) {
                flush(connection);
            }
            // What left first may have ended this connection, or others, for whose end the application may have closed
            // it.
            if (message ? !connection.open() : connection.ended()) {
                return false;
            }
            if (connection.backedUp()) {
                return queues.frame(connection, opcode, payload);
            }
            if (size > buffer.remaining()) {
                return writeLong(connection, opcode, payload);
            }
            gather(opcode, payload);
            messages += message ? 1 : 0;
            return true;
        } finally {
            restore(connection, corked);
        }
    }

    /** Adds a frame for which there is room. One whose payload cannot be read leaves no part of itself. */
    private void gather(int opcode, ByteBuffer payload) {
        int start = buffer.position();
        boolean whole = false;
        try {
            int length = payload.remaining();
            FrameEncoder.header(buffer, opcode, length);
            buffer.put(buffer.position(), payload, payload.position(), length).position(buffer.position() + length);
            payload.position(payload.limit());
            whole = true;
        } finally {
            if (!whole) {
                buffer.position(start);
            }
        }
    }

    /** Writes a message that is longer than the buffer, once there is memory for what the kernel may not take of it. */
    private boolean writeLong(Connection connection, int opcode, ByteBuffer payload) {
        if (!queues.reserve(connection, FrameEncoder.headerLength(payload.remaining()) + payload.remaining())) {
            return false;
        }
        boolean done = false;
        try {
            if (connection.backedUp() || !connection.open()) {
                // By what others' paying for the memory led to.
                done = true;
                queues.releaseReserved(connection);
                return queues.frame(connection, opcode, payload);
            }
            header.clear();
            FrameEncoder.header(header, opcode, payload.remaining());
            header.flip();
            connection.messageSent();
            if (writeBoth(connection, header, payload)) {
                connection.loop.counters.messagesSent.increment();
            } else if (!connection.ended()) {
                queues.keepReserved(connection, header, payload);
            }
            payload.position(payload.limit());
            done = true;
            return true;
        } finally {
            queues.releaseReserved(connection);
            if (!done) {
                connection.abort();
            }
        }
    }

    /** Writes and consumes, a buffer at a time, as much as the kernel takes; whether that is all. */
    private boolean writeBoth(Connection connection, ByteBuffer head, ByteBuffer payload) {
        while (head.hasRemaining() || payload.hasRemaining()) {
            int first = head.remaining();
            int length = Math.min(first + payload.remaining(), Scratch.CAPACITY);
            buffer.put(0, head, head.position(), first).put(first, payload, payload.position(), length - first);
            int sent = write(connection, buffer, scratch.address, 0, length);
            head.position(head.position() + Math.min(first, sent));
            payload.position(payload.position() + Math.max(0, sent - first));
            if (sent < length) {
                return false;
            }
        }
        return true;
    }

    /**
     * Queues what is not sent; a connection of which a part would be lost ends with it. That is not thrown on: whoever makes
     * it flush, to send something to another or to close another, must go on with that.
     */
    private void keepRest(Connection connection, int frames, int sent, int length) {
        boolean kept = false;
        try {
            int at = frames;
            int sentMessages = 0;
            while (at < sent && EncodedFrames.end(buffer, at) <= sent) {
                sentMessages += EncodedFrames.isMessage(buffer, at) ? 1 : 0;
                at = EncodedFrames.end(buffer, at);
            }
            connection.loop.counters.messagesSent.add(sentMessages);
            boolean within = at < sent;
            int begun = within ? EncodedFrames.end(buffer, at) - sent : at - sent;
            queues.rest(connection, buffer, sent, length, begun, within && EncodedFrames.isMessage(buffer, at));
            kept = true;
        } catch (RuntimeException | Error broken) {
            connection.loop.warn("what a peer left could not be kept for it; its connection is ended", broken);
        } finally {
            if (!kept) {
                connection.abort();
            }
        }
    }

    private void empty() {
        buffer.clear();
        answer = 0;
        messages = 0;
    }

    /**
     * Gathers for the connection from here on. What another one has gathered leaves first, before anything is encoded: that
     * one may turn out to be gone, and the handler that hears of it may send in the middle of this.
     */
    private @Nullable Connection switchTo(Connection connection) {
        Connection corked = owner;
        if (!connection.is(corked)) {
            uncork();
            owner = connection;
        }
        return corked;
    }

    private void restore(Connection connection, @Nullable Connection corked) {
        if (!connection.is(corked)) {
            try {
                flush(connection);
            } finally {
                owner = corked;
            }
        }
    }
}
