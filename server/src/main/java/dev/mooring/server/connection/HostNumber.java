package dev.mooring.server.connection;

import dev.mooring.capacity.HostId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The number that ids have on a host which was given none: the last three bytes of the address by which it reaches others.
 * Two hosts of a network no larger than a /8 never have the same. Asked of the kernel once, with the first id; nothing is sent.
 */
final class HostNumber {
    static final int OF_THIS_HOST = ofThisHost();

    private HostNumber() {}

    private static int ofThisHost() {
        try (DatagramSocket socket = new DatagramSocket()) {
            // An address for documentation, RFC 5737: to connect a datagram socket asks the routing table and sends
            // nothing.
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 9));
            return HostId.of(socket.getLocalAddress());
        } catch (IOException | UncheckedIOException noRoute) {
            return 0;
        }
    }
}
