package dev.mooring.server;

/** The two kinds of WebSocket message, RFC 6455 section 5.6, each with its opcode. */
public enum MessageType {
    TEXT(0x1),
    BINARY(0x2);

    private final int opcode;

    MessageType(int opcode) {
        this.opcode = opcode;
    }

    public int opcode() {
        return opcode;
    }
}
