package dev.mooring.loadgenerator.connection;

/** How far a {@link Connection} has come. */
enum Phase {
    CONNECTING,
    /** TLS is being agreed upon. */
    SECURING,
    HANDSHAKING,
    OPEN,
    /** A Close was sent and none has come. */
    CLOSING,
    /** A Close was sent, and nothing more is expected but the server's end of TCP. */
    CLOSED,
    /** It ended without a Close of this side. */
    LOST,
    RELEASED;

    boolean isOpening() {
        return this == CONNECTING || this == SECURING || this == HANDSHAKING;
    }

    boolean isClosing() {
        return this == CLOSING || this == CLOSED;
    }
}
