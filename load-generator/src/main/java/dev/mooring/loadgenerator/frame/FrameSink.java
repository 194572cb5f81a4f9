package dev.mooring.loadgenerator.frame;

import java.nio.ByteBuffer;

/** What a {@link FrameDecoder} found, in the order of the wire. Buffers are valid only during the call. */
public interface FrameSink {
    /**
     * A piece of a message: a whole frame's payload.
     *
     * @param text whether the message is text, whose pieces so far are UTF-8
     */
    void data(ByteBuffer payload, boolean text, boolean last);

    void ping(ByteBuffer payload);

    /** The server's Close; {@link CloseCode#NO_STATUS} when it had no code. Nothing after it is decoded. */
    void close(int code);

    /**
     * The server broke RFC 6455; nothing after it is decoded.
     *
     * @param code to close with
     */
    void violation(String reason, int code);

    /** A frame that RFC 6455 allows and that is larger than {@link FrameDecoder} waits for; nothing after it is decoded. */
    void tooLarge();
}
