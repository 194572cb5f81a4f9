package dev.mooring.server.proxyprotocol;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A parser of the PROXY protocol's version 2 header: TCP over IPv4 or IPv6, an unspecified family, or a proxy's own
 * connection. Version 1, datagrams and Unix sockets are refused.
 *
 * <p>Stateless. Whoever can reach the port can send any address, so only ports behind a load balancer may use it. Source:
 * haproxy's proxy-protocol.txt, section 2.2.
 */
public final class ProxyHeaderParser {
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int COMMAND = 12;
    private static final int FAMILY = 13;
    private static final int LENGTH = 14;
    private static final int FIXED = 16;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP_4 = 0x11;
    private static final int TCP_6 = 0x21;
    private static final int IPV_4 = 4;
    private static final int IPV_6 = 16;

    private ProxyHeaderParser() {}

    /**
     * Judges a header at the first byte that decides.
     *
     * @param received all bytes of the connection so far, big endian, from position to limit; left as it is
     */
    public static ProxyHeader parse(ByteBuffer received) {
        int start = received.position();
        int length = received.remaining();
        for (int i = 0; i < Math.min(length, SIGNATURE.length); i++) {
            if (received.get(start + i) != SIGNATURE[i]) {
                return new ProxyHeader.Refused("not a PROXY protocol version 2 header");
            }
        }
        if (length <= COMMAND) {
            return ProxyHeader.Incomplete.INCOMPLETE;
        }
        return switch (received.get(start + COMMAND)) {
            case LOCAL -> local(received);
            case PROXY -> proxied(received);
            default -> new ProxyHeader.Refused("PROXY version or command not known");
        };
    }

    private static ProxyHeader local(ByteBuffer received) {
        return complete(received, 0);
    }

    private static ProxyHeader proxied(ByteBuffer received) {
        if (received.remaining() <= FAMILY) {
            return ProxyHeader.Incomplete.INCOMPLETE;
        }
        return switch (received.get(received.position() + FAMILY)) {
            case TCP_4 -> complete(received, IPV_4);
            case TCP_6 -> complete(received, IPV_6);
            case UNSPECIFIED -> complete(received, 0);
            default -> new ProxyHeader.Refused("PROXY family is not TCP over IP");
        };
    }

    /** The header of a client whose address has so many bytes; 0 where none is told. */
    private static ProxyHeader complete(ByteBuffer received, int address) {
        if (received.remaining() < FIXED) {
            return ProxyHeader.Incomplete.INCOMPLETE;
        }
        int rest = received.getShort(received.position() + LENGTH) & 0xFFFF;
        int addresses = address == 0 ? 0 : 2 * (address + Short.BYTES);
        if (rest < addresses) {
            return new ProxyHeader.Refused("PROXY header too short for its addresses");
        }
        if (received.remaining() < FIXED + addresses) {
            return ProxyHeader.Incomplete.INCOMPLETE;
        }
        return new ProxyHeader.Complete(
                FIXED + rest, address == 0 ? Optional.empty() : Optional.of(source(received, address)));
    }

    /** The source address, then over the destination address to the source port. */
    private static ClientAddress source(ByteBuffer received, int address) {
        int at = received.position() + FIXED;
        byte[] bytes = new byte[address + Short.BYTES];
        received.get(at, bytes, 0, address);
        received.get(at + 2 * address, bytes, address, Short.BYTES);
        return new ClientAddress(bytes);
    }
}
