package dev.mooring.capacity;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The number by which the ids of connections name their host: the last three bytes of its private address. Two hosts of a
 * network no larger than a /8 never have the same, and nobody has to hand out numbers.
 */
public final class HostId {
    /** Of the server's properties. */
    public static final String KEY = "host-id";

    private static final int BITS = 0xFFFFFF;

    private HostId() {}

    /** The number of an address; 0 for one that says nothing of the host. */
    public static int of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isAnyLocalAddress() || address.isLoopbackAddress()
                ? 0
                : ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES) & BITS;
    }
}
