package dev.mooring.server.proxyprotocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** A client's IP address and port in 6 or 18 bytes, for there is one per connection. */
public final class ClientAddress {
    private final byte[] bytes;

    /** Takes the bytes over: the address in network order, then the port. */
    ClientAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of the address, 4 or 16 bytes. */
    public byte[] address() {
        return Arrays.copyOf(bytes, bytes.length - Short.BYTES);
    }

    public int port() {
        return (bytes[bytes.length - 2] & 0xFF) << Byte.SIZE | (bytes[bytes.length - 1] & 0xFF);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(inetAddress(), port());
    }

    /** As in {@code 192.0.2.1:443} or {@code [2001:db8:0:0:0:0:0:1]:443}; looks nothing up. */
    @Override
    public String toString() {
        String text = inetAddress().getHostAddress();
        return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + port();
    }

    private InetAddress inetAddress() {
        byte[] address = address();
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes, not " + address.length, impossible);
        }
    }
}
