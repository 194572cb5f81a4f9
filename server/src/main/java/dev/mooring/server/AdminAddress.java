package dev.mooring.server;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where the admin port may be: on none of the ports for WebSockets. */
final class AdminAddress {
    private AdminAddress() {}

    static void requireAnother(InetSocketAddress admin, String name, PortRange ports, InetAddress bind) {
        if (ports.contains(admin.getPort()) && overlap(bind, admin.getAddress())) {
            String host = admin.getAddress().getHostAddress();
            throw RefusedException.of(
                    "admin",
                    (host.contains(":") ? "[" + host + "]" : host) + ":" + admin.getPort(),
                    "is one of",
                    name + "=" + ports + " on " + bind.getHostAddress(),
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
