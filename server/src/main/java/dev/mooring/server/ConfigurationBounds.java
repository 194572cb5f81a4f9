package dev.mooring.server;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What settings may be, by themselves and beside each other. */
final class ConfigurationBounds {
    private static final int MAX_HOST_ID = (1 << 24) - 1;

    private ConfigurationBounds() {}

    static void requireWithin(String name, int number, int most, String remedy) {
        if (number < 1) {
            throw RefusedException.of(name, number, "is less than", 1, remedy);
        }
        if (number > most) {
            throw RefusedException.of(name, number, "is more than", most, remedy);
        }
    }

    static void requireHostId(int number) {
        if (number < 0 || number > MAX_HOST_ID) {
            throw RefusedException.of("host-id", number, "is outside", "0-" + MAX_HOST_ID, "give each host its own");
        }
    }

    /** No port may be wanted for two things. */
    static void requireApart(
            PortRange ports, InetAddress bind, @Nullable TlsSettings tls, @Nullable InetSocketAddress admin) {
        if (admin != null) {
            AdminAddress.requireAnother(admin, "ports", ports, bind);
        }
        if (tls == null) {
            return;
        }
        if (tls.ports().first() <= ports.last() && ports.first() <= tls.ports().last()) {
            throw RefusedException.of(
                    "tls-ports",
                    tls.ports(),
                    "overlaps",
                    "ports=" + ports,
                    "choose other ports for the one or the other");
        }
        if (admin != null) {
            AdminAddress.requireAnother(admin, "tls-ports", tls.ports(), bind);
        }
    }
}
