package dev.mooring.tls.handshake;

import java.util.Locale;

/** Which end of a connection this is. */
public enum Side {
    CLIENT,
    SERVER;

    /** {@code client} or {@code server}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
