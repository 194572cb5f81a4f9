package dev.mooring.server.metrics;

/** Why a connection attempt was answered with an HTTP error instead of 101. */
public enum RefusalReason {
    CAPACITY,
    DRAINING,
    BAD_REQUEST,
    ORIGIN,
    TIMEOUT,
    PROXY_HEADER,
    DESCRIPTORS;

    /** The value of the metric's {@code reason} label. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
