package dev.mooring.loadgenerator.frame;

import java.nio.ByteBuffer;

/** Encoder of a client's frames: unfragmented and masked, RFC 6455 section 5.3. Stateless. */
public final class FrameEncoder {
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    /** Bytes that a frame has besides its payload, at most. */
    public static final int MAX_HEADER = 14;

    private FrameEncoder() {}

    /** Writes one frame at the position of {@code out} and consumes the payload. */
    public static void encode(int opcode, ByteBuffer payload, int mask, ByteBuffer out) {
        int length = payload.remaining();
        out.put((byte) (FINAL | opcode));
        if (length < 126) {
            out.put((byte) (MASKED | length));
        } else if (length <= 0xffff) {
            out.put((byte) (MASKED | 126)).putShort((short) length);
        } else {
            out.put((byte) (MASKED | 127)).putLong(length);
        }
        out.putInt(mask);
        int left = length;
        for (; left >= Integer.BYTES; left -= Integer.BYTES) {
            out.putInt(payload.getInt() ^ mask);
        }
        for (int shift = 24; left > 0; left--, shift -= 8) {
            out.put((byte) (payload.get() ^ (mask >>> shift)));
        }
    }

    /** Writes a Close with a code, or an empty one for {@link CloseCode#NO_STATUS}. */
    public static void encodeClose(int code, int mask, ByteBuffer out) {
        ByteBuffer payload = ByteBuffer.allocate(2).putShort((short) code).flip();
        encode(Opcode.CLOSE, code == CloseCode.NO_STATUS ? payload.limit(0) : payload, mask, out);
    }
}
