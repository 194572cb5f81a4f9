package dev.mooring.server;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where the ports of administrators and of health checks may be: on none of those for WebSockets. */
final class AdminAddress {
    private AdminAddress() {}

    static void requireAnother(String name, InetSocketAddress admin, String others, PortRange ports, InetAddress bind) {
        if (ports.contains(admin.getPort()) && overlap(bind, admin.getAddress())) {
            String host = admin.getAddress().getHostAddress();
            throw RefusedException.of(
                    name,
                    (host.contains(":") ? "[" + host + "]" : host) + ":" + admin.getPort(),
                    "is one of",
                    others + "=" + ports + " on " + bind.getHostAddress(),
                    "choose another port for the one or the other");
        }
    }

    /** Whether the same port cannot be had on both. Linux gives {@code ::} the IPv4 addresses too. */
    private static boolean overlap(InetAddress one, InetAddress other) {
        return one.equals(other) || takesIn(one, other) || takesIn(other, one);
    }

    private static boolean takesIn(InetAddress wildcard, InetAddress address) {
        return wildcard.isAnyLocalAddress() && (wildcard instanceof Inet6Address || address instanceof Inet4Address);
    }
}
