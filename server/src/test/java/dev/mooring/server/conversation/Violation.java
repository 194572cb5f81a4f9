package dev.mooring.server.conversation;

import java.util.HexFormat;

/** What a client may not send, RFC 6455 sections 5 and 7, and the code it is closed with. */
enum Violation {
    UNMASKED(1002, "81 01 61"),
    RESERVED_BIT(1002, "a1 80 00 00 00 00"),
    COMPRESSED_PING(1002, "c9 80 00 00 00 00"),
    UNKNOWN_OPCODE(1002, "83 80 00 00 00 00"),
    FRAGMENTED_PING(1002, "09 80 00 00 00 00"),
    LONG_PING(1002, "89 fe 00 7e 00 00 00 00"),
    NOTHING_TO_CONTINUE(1002, "80 80 00 00 00 00"),
    LONG_LENGTH(1002, "82 fe 00 05 00 00 00 00"),
    FORBIDDEN_CODE(1002, "88 82 00 00 00 00 03 ed"),
    HALF_A_CODE(1002, "88 81 00 00 00 00 03"),
    NOT_UTF8(1007, "81 81 00 00 00 00 ff"),
    CUT_CHARACTER(1007, "81 82 00 00 00 00 e2 82"),
    REASON_NOT_UTF8(1007, "88 83 00 00 00 00 03 e8 ff"),
    TOO_BIG(1009, "82 ff 00 00 00 00 00 01 00 01 00 00 00 00");

    private final int code;
    private final String hex;

    Violation(int code, String hex) {
        this.code = code;
        this.hex = hex;
    }

    int code() {
        return code;
    }

    byte[] bytes() {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
