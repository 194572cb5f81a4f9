package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;

/**
 * How many hosts and load balancers hold the fleet's connections.
 *
 * @param hosts hosts that the connections need, every host filled
 * @param maxHosts hosts at most: room for growth, and for the second set of hosts that a release starts
 * @param loadBalancers load balancers whose target quota takes the most hosts
 */
public record FleetSize(long hosts, long maxHosts, long loadBalancers) {
    public static FleetSize of(FleetSpec spec, PortBudget ports) {
        long hosts = Math.ceilDiv(spec.total(), spec.connections());
        long maxHosts = spec.maxHosts().orElse(2 * hosts);
        if (maxHosts < hosts) {
            throw RefusedException.of(
                    "max-hosts",
                    maxHosts,
                    "is less than",
                    "hosts=" + hosts + " for total=" + spec.total() + " at connections=" + spec.connections(),
                    "raise max-hosts or connections");
        }
        return new FleetSize(hosts, maxHosts, ports.loadBalancersFor(maxHosts));
    }
}
