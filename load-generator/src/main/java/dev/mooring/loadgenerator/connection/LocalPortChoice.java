package dev.mooring.loadgenerator.connection;

import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;

/**
 * How the kernel chooses the local port of a connection: at connect(), for the whole 4-tuple, from odd and even ports
 * alike.
 *
 * <p>Without {@code IP_LOCAL_PORT_RANGE} (ip(7), Linux 6.3) it looks at the ports of one parity first: once half of the
 * range is used on a pair of source address and target port, each connect() looks at that whole half in vain, which is
 * 200 times as dear. With a range on the socket, whatever it is, all ports are looked at from a random one on (Linux
 * 6.8). The range given here is the widest, so net.ipv4.ip_local_port_range stays in force. A kernel without these
 * options does as it always did. Not thread-safe; costs one system call a connection, and one more with a source.
 */
final class LocalPortChoice {
    private static final int IPPROTO_IP = 0;
    private static final int IP_BIND_ADDRESS_NO_PORT = 24;
    private static final int IP_LOCAL_PORT_RANGE = 51;
    /** The upper end in the upper half; ends beyond those of the system's range are ignored. */
    private static final int WIDEST = 65_535 << 16 | 1;

    private boolean mixes = true;
    private boolean waits = true;

    /** Odd and even ports alike; to be called before connect. */
    void mixPorts(LinuxSocket socket) {
        mixes = mixes && set(socket, IP_LOCAL_PORT_RANGE, WIDEST);
    }

    /** No port is taken by bind, so pairs of addresses do not share one range; to be called before bind. */
    void waitForConnect(LinuxSocket socket) {
        waits = waits && set(socket, IP_BIND_ADDRESS_NO_PORT, 1);
    }

    private static boolean set(LinuxSocket socket, int option, int value) {
        try {
            // Of an IPv6 socket too: ipv6_setsockopt hands this level to the socket's IPv4 half.
            socket.setIntOpt(IPPROTO_IP, option, value);
            return true;
        } catch (IOException notOnThisKernel) {
            return false;
        }
    }
}
