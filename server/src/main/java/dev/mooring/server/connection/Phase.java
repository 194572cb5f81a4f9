package dev.mooring.server.connection;

/** Where a connection stands; kept as a byte, since a reference would make the connection 8 bytes larger. */
enum Phase {
    PROXY_HEADER(0),
    HANDSHAKE(1),
    OPEN(2),
    /** Our Close is sent, the peer's is awaited. */
    CLOSING(3),
    /** Nothing more is sent; input is thrown away until the peer ends, so that it can read our last words. */
    LINGERING(4),
    ENDED(5),
    /** The request is whole, and the application has promised an answer. Nothing is read. */
    DECIDING(6),
    /** The TLS handshake is under way. */
    TLS(7);

    private static final Phase[] BY_CODE = {PROXY_HEADER, HANDSHAKE, OPEN, CLOSING, LINGERING, ENDED, DECIDING, TLS};

    private final byte code;

    Phase(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Phase of(byte code) {
        return BY_CODE[code];
    }
}
