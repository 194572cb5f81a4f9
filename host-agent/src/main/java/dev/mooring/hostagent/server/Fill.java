package dev.mooring.hostagent.server;

import java.util.OptionalLong;

/**
 * How full a server is, and how long its certificate is good.
 *
 * @param open connections
 * @param cap the most it admits
 * @param rotation whether it asks a load balancer for no more clients
 * @param certificateDays until its certificate expires; empty without TLS
 */
public record Fill(long open, long cap, Rotation rotation, OptionalLong certificateDays) {
    /** What its health port says. */
    public enum Rotation {
        /** New clients are welcome. */
        IN,
        /** It is near its cap. */
        FULL,
        /** It sends connections elsewhere. */
        MOVING
    }

    /** Whether new clients are sent to other hosts. */
    public boolean away() {
        return rotation != Rotation.IN;
    }
}
