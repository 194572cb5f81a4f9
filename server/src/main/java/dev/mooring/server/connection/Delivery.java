package dev.mooring.server.connection;

/** Is told what became of a shared frame that had to wait for a peer. Called on the peer's loop. */
public interface Delivery {
    /**
     * The frame waits no more.
     *
     * @param taken whether the kernel has taken its last byte, and the connection had not ended before
     */
    void settled(boolean taken);
}
