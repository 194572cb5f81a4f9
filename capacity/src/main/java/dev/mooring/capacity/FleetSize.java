package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;

/**
 * How many hosts and load balancers hold the fleet's connections.
 *
 * @param hosts hosts that the connections need, every host filled, and the spare ones
 * @param spare of them, those whose loss leaves room for everybody
 * @param zones availability zones over which the hosts are spread
 * @param maxHosts hosts at most: room for growth, and for the second set of hosts that a release starts
 * @param loadBalancers load balancers whose target quota takes the most hosts
 */
public record FleetSize(long hosts, long spare, int zones, long maxHosts, long loadBalancers) {
    public static FleetSize of(FleetSpec spec, PortBudget ports, int zones) {
        long needed = Math.ceilDiv(spec.fleet().total(), spec.connections());
        long hosts = spec.fleet().spare().hostsFor(needed, zones);
        long maxHosts = spec.fleet().maxHosts().orElse(2 * hosts);
        if (maxHosts < hosts) {
            throw RefusedException.of(
                    "max-hosts",
                    maxHosts,
                    "is less than",
                    "hosts=" + hosts + " for total=" + spec.fleet().total() + " at connections=" + spec.connections()
                            + (hosts > needed ? " and spare=" + spec.fleet().spare() : ""),
                    "raise max-hosts or connections");
        }
        return new FleetSize(
                hosts, spec.fleet().spare().lostOf(hosts, zones), zones, maxHosts, ports.loadBalancersFor(maxHosts));
    }
}
