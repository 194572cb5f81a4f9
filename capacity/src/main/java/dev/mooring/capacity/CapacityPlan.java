package dev.mooring.capacity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every number of a fleet, decided: what the hosts are tuned to, how the server is started, what the load balancer is
 * told, what it costs and which limit comes first. Made by {@link CapacityPlanner}; a plan that exists is possible.
 *
 * @param spec what was asked for, with the defaults filled in
 * @param fleet hosts and load balancers
 * @param cost the monthly bill, in US dollars
 * @param limits bounds on connections per host, nearest first; never empty
 * @param caveats what the plan cannot know, in sentences
 */
public record CapacityPlan(
        FleetSpec spec,
        FleetSize fleet,
        HostPlan host,
        ClientLoad load,
        Bill cost,
        List<Limit> limits,
        List<String> caveats) {
    public CapacityPlan {
        limits = List.copyOf(limits);
        caveats = List.copyOf(caveats);
    }

    /** The limit that is hit first when connections per host are raised and nothing else is changed. */
    public Limit bindingLimit() {
        return limits.getFirst();
    }

    /** The tracking timeout to set on the network interface, where the instance type lets it be set. */
    public Optional<Duration> interfaceTrackingTimeout() {
        return spec.instance().trackingTimeoutConfigurable()
                ? Optional.of(host.timeouts().trackingTimeout())
                : Optional.empty();
    }

    /** How a host of this plan comes and goes. */
    public RollPace roll() {
        RollPace pace = RollPace.of(maxConnections());
        return fleet.loadBalancers() == 0 ? pace.byName() : pace;
    }

    /** How many hosts leave at the same time when all are replaced. */
    public RollBatch rollBatch() {
        return RollBatch.of(this);
    }

    /** What the loss of the spare hosts means; empty without spare hosts. */
    public Optional<Recovery> recovery() {
        return fleet.spare() == 0 ? Optional.empty() : Optional.of(Recovery.of(spec, fleet, host.ports()));
    }

    /** Load balancer capacity units that the fleet is billed for. */
    public double capacityUnits() {
        return fleet.loadBalancers() == 0
                ? 0
                : Bill.capacityUnits(spec.fleet().total(), spec.timing().keepalive(), spec.ingress());
    }

    /** How many of the fleet's connections find a host with room at the first attempt. */
    public UsableCapacity usable() {
        return UsableCapacity.of(fleet.hosts(), spec.connections(), leavesRotation());
    }

    /** Whether a full host asks a load balancer for no more clients. */
    public boolean leavesRotation() {
        return fleet.loadBalancers() > 0;
    }

    /** The server's admission cap: the connections that were planned. */
    public long maxConnections() {
        return spec.connections();
    }
}
