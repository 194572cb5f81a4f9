package dev.mooring.server.frame;

import dev.mooring.server.CloseCode;
import dev.mooring.server.MessageType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FrameDecoder} tells its connection, in the order of the wire.
 *
 * <p>Every buffer is unmasked, big endian, spans exactly the payload, and is valid only during the call. What is done to
 * it reaches no other payload and not the decoder.
 */
public interface FrameSink {
    /**
     * Whether the decoder may take so much memory more; asked before it is taken. If not, the message is given up.
     *
     * @param bytes of an array, its header included
     */
    default boolean mayHold(long bytes) {
        return true;
    }

    /** So much of that memory is free again. */
    default void released(long bytes) {}

    /**
     * What undoes the compression of the connection's messages; null where none was agreed on, so that a compressed one breaks
     * the protocol. Asked only when one comes.
     */
    default @Nullable MessageInflater inflater() {
        return null;
    }

    /** A whole message, reassembled from its fragments and inflated; text is valid UTF-8. */
    void message(MessageType type, ByteBuffer payload);

    /** The same of one that came compressed. */
    default void inflated(MessageType type, ByteBuffer payload) {
        message(type, payload);
    }

    /** A ping to be answered with a pong of the same payload, 0 to 125 bytes. */
    void ping(ByteBuffer payload);

    /** A pong, asked for or not, 0 to 125 bytes. */
    void pong(ByteBuffer payload);

    /**
     * The peer's Close, already checked; nothing after it is decoded.
     *
     * @param code the close code, or {@link CloseCode#NO_STATUS} when the frame had none
     */
    void close(int code);

    /**
     * The peer broke the protocol or a limit; nothing after it is decoded.
     *
     * @param code what to close with: 1002, 1007, 1008, 1009 or 1013
     * @param reason a few words for the Close frame and the log, ASCII
     */
    void violation(int code, String reason);
}
