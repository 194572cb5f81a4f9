package dev.mooring.server.frame;

import java.nio.ByteBuffer;

/** The layout of a masked frame's header, RFC 6455 section 5.2. */
final class FrameHeader {
    /** Two bytes, a 64-bit length and the masking key. */
    static final int MAX_LENGTH = 14;
    /** The longest payload of a control frame, and of any frame that needs no length field of its own. */
    static final int MAX_CONTROL_PAYLOAD = 125;

    private static final int LENGTH = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private FrameHeader() {}

    /** The header's length, masking key included, as its second byte tells. */
    static int length(byte second) {
        return 2 + lengthField(second) + Integer.BYTES;
    }

    /** The payload's length, or a negative number when it is not written in the shortest way or has its top bit set. */
    static long payload(ByteBuffer source, int at) {
        int length = source.get(at + 1) & LENGTH;
        return switch (length) {
            case LENGTH_16 -> atLeast(LENGTH_16, source.getShort(at + 2) & 0xFFFF);
            case LENGTH_64 -> atLeast(1L << Short.SIZE, source.getLong(at + 2));
            default -> length;
        };
    }

    static int key(ByteBuffer source, int at) {
        return source.getInt(at + 2 + lengthField(source.get(at + 1)));
    }

    private static int lengthField(byte second) {
        return switch (second & LENGTH) {
            case LENGTH_16 -> Short.BYTES;
            case LENGTH_64 -> Long.BYTES;
            default -> 0;
        };
    }

    private static long atLeast(long bound, long length) {
        return length < bound ? -1 : length;
    }
}
