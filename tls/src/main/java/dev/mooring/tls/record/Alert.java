package dev.mooring.tls.record;

/** The alerts that a record layer has to send, RFC 8446 section 6. */
public enum Alert {
    CLOSE_NOTIFY(0, 1),
    UNEXPECTED_MESSAGE(10, 2),
    BAD_RECORD_MAC(20, 2),
    RECORD_OVERFLOW(22, 2),
    ILLEGAL_PARAMETER(47, 2),
    DECODE_ERROR(50, 2),
    NO_RENEGOTIATION(100, 2);

    private final byte code;
    private final byte level;

    Alert(int code, int level) {
        this.code = (byte) code;
        this.level = (byte) level;
    }

    byte code() {
        return code;
    }

    byte level() {
        return level;
    }
}
