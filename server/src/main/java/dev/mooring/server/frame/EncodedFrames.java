package dev.mooring.server.frame;

import java.nio.ByteBuffer;

/** Where a server's own frames begin and end in bytes that begin at one of them: unmasked and unfragmented. Stateless. */
public final class EncodedFrames {
    private static final int OPCODE = 0x0F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private EncodedFrames() {}

    /** Where the frame that begins at {@code at} ends. */
    public static int end(ByteBuffer frames, int at) {
        int length = frames.get(at + 1);
        return switch (length) {
            case LENGTH_16 -> at + 4 + (frames.getShort(at + 2) & 0xFFFF);
            case LENGTH_64 -> at + 10 + (int) frames.getLong(at + 2);
            default -> at + 2 + length;
        };
    }

    /** Where the payload of the frame that begins at {@code at} begins. */
    public static int payload(ByteBuffer frames, int at) {
        return switch (frames.get(at + 1)) {
            case LENGTH_16 -> at + 4;
            case LENGTH_64 -> at + 10;
            default -> at + 2;
        };
    }

    /** Whether the frame that begins at {@code at} is a message, and not a ping, a pong or a Close. */
    public static boolean isMessage(ByteBuffer frames, int at) {
        return !Opcode.isControl(frames.get(at) & OPCODE);
    }
}
