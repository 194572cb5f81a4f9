package dev.mooring.server.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * The number that ids have on a host which was given none: the last three bytes of the address by which it reaches others.
 * Two hosts of a network no larger than a /8 never have the same. Asked of the kernel once, with the first id; nothing is sent.
 */
final class HostNumber {
    static final int OF_THIS_HOST = ofThisHost();

    private static final int BITS = 0xFFFFFF;

    private HostNumber() {}

    /** The number of an address; 0 for one that says nothing of the host. */
    static int of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isAnyLocalAddress() || address.isLoopbackAddress()
                ? 0
                : ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES) & BITS;
    }

    private static int ofThisHost() {
        try (DatagramSocket socket = new DatagramSocket()) {
            // An address for documentation, RFC 5737: to connect a datagram socket asks the routing table and sends
            // nothing.
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 9));
            return of(socket.getLocalAddress());
        } catch (IOException | UncheckedIOException noRoute) {
            return 0;
        }
    }
}
