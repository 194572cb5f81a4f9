package dev.mooring.server.frame;

import dev.mooring.server.CloseCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A server's frames, written unmasked and unfragmented into a buffer that the caller has found large enough.
 *
 * <p>Stateless. Only {@link #close} makes objects, once in a connection's life.
 */
public final class FrameEncoder {
    /** The longest frame that {@link #close} writes. */
    public static final int MAX_CONTROL_FRAME = 2 + FrameHeader.MAX_CONTROL_PAYLOAD;

    /** The longest header. */
    public static final int MAX_HEADER = 10;

    private static final int FINAL = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MAX_REASON = FrameHeader.MAX_CONTROL_PAYLOAD - Short.BYTES;
    private static final short EMPTY_PING = (short) ((FINAL | Opcode.PING) << Byte.SIZE);

    private FrameEncoder() {}

    /** A fresh direct buffer that holds the two bytes of a ping without payload: one a loop, sent again and again. */
    public static ByteBuffer emptyPing() {
        return ByteBuffer.allocateDirect(Short.BYTES).putShort(0, EMPTY_PING);
    }

    /** The length of the header of a frame with so long a payload. */
    public static int headerLength(int payload) {
        if (payload <= FrameHeader.MAX_CONTROL_PAYLOAD) {
            return 2;
        }
        return payload <= 0xFFFF ? 4 : MAX_HEADER;
    }

    /** The header of a frame, for a payload that is sent from where it lies. */
    public static void header(ByteBuffer out, int opcode, int payload) {
        out.put((byte) (FINAL | opcode));
        if (payload <= FrameHeader.MAX_CONTROL_PAYLOAD) {
            out.put((byte) payload);
        } else if (payload <= 0xFFFF) {
            out.put((byte) LENGTH_16).putShort((short) payload);
        } else {
            out.put((byte) LENGTH_64).putLong(payload);
        }
    }

    /** A Close; empty for {@link CloseCode#NO_STATUS}. A reason that does not fit is cut between two characters. */
    public static void close(ByteBuffer out, int code, String reason) {
        if (code == CloseCode.NO_STATUS) {
            header(out, Opcode.CLOSE, 0);
            return;
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = cut(text);
        header(out, Opcode.CLOSE, Short.BYTES + length);
        out.putShort((short) code).put(text, 0, length);
    }

    private static int cut(byte[] text) {
        int length = Math.min(text.length, MAX_REASON);
        while (length > 0 && length < text.length && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }
}
