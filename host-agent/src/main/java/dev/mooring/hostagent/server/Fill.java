package dev.mooring.hostagent.server;

/**
 * How full a server is.
 *
 * @param open connections
 * @param cap the most it admits
 * @param rotation whether it asks a load balancer for no more clients
 */
public record Fill(long open, long cap, Rotation rotation) {
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
