package dev.mooring.capacity.unit;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a setting listens on. Two settings cannot have one port, and waiting does not help, so that is said before the second
 * of them finds the port in use.
 *
 * @param setting its name
 * @param text the setting as text
 * @param address where
 * @param first the first port; 0 is any free one, which is nobody else's
 * @param last the last port
 */
public record PortClaim(String setting, String text, InetAddress address, int first, int last) {
    /** Of a setting with ports alone, whose address is another setting. */
    public static PortClaim of(String setting, PortRange ports, InetAddress bind) {
        return new PortClaim(setting, ports.toString(), bind, ports.first(), ports.last());
    }

    /** Of a setting with an address and a port. */
    public static PortClaim of(String setting, InetSocketAddress at) {
        String host = at.getAddress().getHostAddress();
        String text = (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort();
        return new PortClaim(setting, text, at.getAddress(), at.getPort(), at.getPort());
    }

    /**
     * Requires that no port is claimed twice.
     *
     * @param claims of all settings; of two the later one is named first
     * @throws RefusedException when two claim the same port where both cannot have it
     */
    public static void requireApart(List<PortClaim> claims) {
        for (int later = 1; later < claims.size(); later++) {
            for (PortClaim earlier : claims.subList(0, later)) {
                claims.get(later).requireApart(earlier);
            }
        }
    }

    private void requireApart(PortClaim other) {
        if (first == 0 || first > other.last || other.first > last || !meet(address, other.address)) {
            return;
        }
        if (hasAddress()) {
            throw RefusedException.of(
                    setting,
                    text,
                    other.hasAddress() ? "has the port of" : "is one of",
                    other.setting + "=" + other.text
                            + (other.hasAddress() ? "" : " on " + other.address.getHostAddress()),
                    "choose another port for the one or the other");
        }
        // Ranges are those of clients: ports and tls-ports.
        throw RefusedException.of(
                setting,
                text,
                "overlaps",
                other.setting + "=" + other.text,
                "choose other ports for the one or the other, or the same for both to speak TLS alone");
    }

    private boolean hasAddress() {
        return text.contains(":");
    }

    /** Whether the same port cannot be had on both. Linux gives {@code ::} the IPv4 addresses too. */
    private static boolean meet(InetAddress one, InetAddress other) {
        return one.equals(other) || takesIn(one, other) || takesIn(other, one);
    }

    private static boolean takesIn(InetAddress wildcard, InetAddress address) {
        return wildcard.isAnyLocalAddress() && (wildcard instanceof Inet6Address || address instanceof Inet4Address);
    }
}
