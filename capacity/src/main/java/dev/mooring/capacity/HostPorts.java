package dev.mooring.capacity;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;

/** The ports of a host that are taken, or that its server may not open: it is not root and has no capabilities. */
final class HostPorts {
    static final int SSH = 22;
    static final int ADMIN = 9000;
    static final int LOWEST = 1024;
    static final int HIGHEST = 65_535;

    private HostPorts() {}

    /**
     * Refuses, before anything is launched, what a server would refuse at its start.
     *
     * @param clients the ports of clients
     */
    static void requireOpenable(PortRange clients) {
        if (clients.first() < LOWEST) {
            throw RefusedException.of(
                    "ports",
                    clients,
                    "begins below",
                    LOWEST + ", the lowest that the server's user may open",
                    "give higher ones; a load balancer listens on 80 or 443 whatever they are");
        }
        if (clients.contains(ADMIN)) {
            throw RefusedException.of(
                    "ports", clients, "contains", ADMIN + ", where hosts are administered", "choose ports without it");
        }
    }
}
