package dev.mooring.server.metrics;

import java.util.Locale;

/** Why the server turned a connection attempt away: with an HTTP error, or with a reset for a bad PROXY header. */
public enum RefusalReason {
    CAPACITY,
    DRAINING,
    BAD_REQUEST,
    ORIGIN,
    TIMEOUT,
    PROXY_HEADER,
    /** No descriptor was left, and nobody had waited longer for the handshake. */
    DESCRIPTORS,
    /** Too many handshakes were under way, and nobody had waited longer. */
    HANDSHAKES,
    /** No buffer memory was left for the part of its request that had arrived. */
    MEMORY,
    /** The application said no. */
    APPLICATION,
    /** The application threw when it was asked, or gave an answer that cannot be sent. */
    HANDLER,
    /** The application had promised an answer and did not give it in time. */
    UNDECIDED;

    /** The value of the metric's {@code reason} label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
