package dev.mooring.server.metrics;

import java.util.Locale;

/** Why a connection attempt ended with neither 101 nor a refusal. */
public enum HandshakeFailure {
    /** The client ended the connection before its request was whole. */
    GONE,
    /** The client reset the connection, or the network did. */
    RESET,
    /** The TLS handshake failed, or what came behind it was not sealed as it has to be. */
    TLS,
    /** epoll took no more descriptors, or the kernel no memory for one. */
    EPOLL,
    /** Something threw while the attempt was handled; the log says what. */
    ERROR,
    /** The server ended before the request was whole. */
    SHUTDOWN;

    /** The value of the metric's {@code cause} label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
