package dev.mooring.server.frame;

/** The opcodes of RFC 6455 section 5.2 as they stand in a frame's first byte. */
public final class Opcode {
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    /** RSV1, which beside the opcode of a message's first frame says that the message is compressed: RFC 7692 section 6. */
    public static final int COMPRESSED = 0x40;

    private Opcode() {}

    /** Whether it is of a control frame, whatever stands beside it. */
    public static boolean isControl(int opcode) {
        return (opcode & CLOSE) != 0;
    }

    static boolean isKnown(int opcode) {
        return opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    }
}
