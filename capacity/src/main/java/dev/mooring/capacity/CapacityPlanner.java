package dev.mooring.capacity;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Derives a plan from a fleet. Pure: the same fleet gives the same plan, on every machine. docs/capacity-model.md has
 * each formula with its constants and sources.
 */
public final class CapacityPlanner {
    private CapacityPlanner() {}

    /**
     * Decides every number of the fleet.
     *
     * @throws RefusedException when the fleet is impossible, naming the value, the bound and the remedy
     */
    public static CapacityPlan plan(FleetSpec spec) {
        return plan(spec, Place.MIN_ZONES);
    }

    /**
     * The same for a fleet that is spread over so many availability zones.
     *
     * @throws RefusedException as {@link #plan(FleetSpec)}
     */
    public static CapacityPlan plan(FleetSpec spec, int zones) {
        TimeoutLadder timeouts = timeouts(spec);
        DescriptorBudget descriptors = DescriptorBudget.of(spec.host().nofile(), spec.connections());
        ConntrackBudget conntrack =
                ConntrackBudget.of(spec.host().conntrackMax(), spec.connections(), timeouts.trackingTimeout());
        requireTargets(spec);
        PortBudget ports = PortBudget.of(
                spec.ingress().front(),
                spec.ingress().targetType(),
                spec.host().ports().count());
        ports.requireCarries(spec.connections());
        HostPorts.requireOpenable(spec.host().ports());
        if (spec.ingress().front() == Front.NLB) {
            Rotation.requireFree(spec.host().ports());
        }
        List<Limit> limits = HostLimits.nearestFirst(spec, descriptors, conntrack, ports);
        MemoryBudget memory = memory(spec, conntrack);
        requireWithin(limits, spec.connections());
        FleetSize fleet = FleetSize.of(spec, ports, zones);
        HeapPlan heap = HeapPlan.of(spec.connections(), spec.attachedBytes());
        return new CapacityPlan(
                spec,
                fleet,
                new HostPlan(descriptors, conntrack, ports, timeouts, heap, JvmFlags.of(heap), memory),
                new ClientLoad(
                        KeepaliveLoad.of(spec.connections(), spec.timing().keepalive(), spec.ingress()),
                        ReconnectStorm.of(
                                spec.connections(), spec.instance().hardware().virtualCpus(), ports, spec.ingress())),
                Bill.of(spec, fleet),
                limits,
                caveats(spec));
    }

    /** AWS, RegisterTargets: instances of the previous generation are targets by their address alone. */
    private static void requireTargets(FleetSpec spec) {
        if (spec.ingress().targetType() == TargetType.ADDRESS) {
            return;
        }
        if (spec.ingress().front() == Front.DIRECT) {
            throw RefusedException.of(
                    "target-type", TargetType.INSTANCE, "needs", "front=nlb", "leave it out: there are no targets");
        }
        if (!spec.instance().registersByInstanceId()) {
            throw RefusedException.of(
                    "target-type",
                    TargetType.INSTANCE,
                    "does not go with",
                    "instance-type=" + spec.instance().name() + " of the previous generation",
                    "leave it out, or take a current type");
        }
    }

    /** The timeout ladder; a TLS listener and a missing load balancer narrow it further. */
    private static TimeoutLadder timeouts(FleetSpec spec) {
        if (spec.ingress().endsAtBalancer() && spec.ingress().front() == Front.DIRECT) {
            throw RefusedException.of(
                    "tls", true, "needs", "front=nlb", "set tls=host, and the server ends TLS itself");
        }
        if (spec.ingress().proxyProtocol() && spec.ingress().front() == Front.DIRECT) {
            throw RefusedException.of(
                    "proxy-protocol",
                    true,
                    "needs",
                    "front=nlb",
                    "leave it out: clients that come directly show their address");
        }
        TimeoutLadder ladder = TimeoutLadder.of(
                spec.timing().keepalive(),
                spec.timing().pongTimeout(),
                spec.timing().idleTimeout());
        return spec.ingress().endsAtBalancer() ? ladder.requireTlsListener() : ladder;
    }

    /** The memory budget; refused when it is larger than the host. */
    private static MemoryBudget memory(FleetSpec spec, ConntrackBudget conntrack) {
        MemoryBudget memory = MemoryBudget.of(
                spec.connections(),
                spec.attachedBytes(),
                spec.residentForTls(),
                conntrack.buckets(),
                spec.instance().hardware().memory());
        long most = MemoryBudget.mostConnections(
                spec.attachedBytes(),
                spec.residentForTls(),
                conntrack.buckets(),
                spec.instance().hardware().memory());
        memory.requireFits(spec.connections(), most, spec.instance().name());
        return memory;
    }

    private static void requireWithin(List<Limit> limits, long connections) {
        Limit nearest = limits.getFirst();
        if (nearest.connections() < connections) {
            throw RefusedException.of(
                    "connections",
                    connections,
                    "is more than",
                    nearest.name() + "=" + nearest.connections(),
                    "lower connections, or " + nearest.remedy());
        }
    }

    private static List<String> caveats(FleetSpec spec) {
        List<String> caveats = new ArrayList<>();
        if (spec.ingress().front() == Front.NLB
                && spec.instance().trackedConnections().isEmpty()) {
            caveats.add(
                    "Security groups track every connection through a load balancer. AWS publishes no allowance for "
                            + spec.instance().name() + "; prove it on an account, or use front=direct.");
        }
        if (spec.ingress().targetType() == TargetType.ADDRESS
                && spec.ingress().front() == Front.NLB
                && !spec.ingress().proxyProtocol()) {
            caveats.add(
                    spec.instance().registersByInstanceId()
                            ? "Targets by address do not see the clients' addresses: set proxy-protocol=true, or"
                                    + " target-type=instance, which is replaced with all targets when the type changes"
                                    + " to one of the previous generation."
                            : spec.instance().name() + " cannot be registered by instance id: the client's address is"
                                    + " lost unless proxy protocol version 2 is on.");
        }
        if (spec.instance().hardware().burstable()) {
            caveats.add(spec.instance().name() + " earns processor credits: how long they last when all clients return"
                    + " at once was never measured.");
        }
        if (spec.instance().forgetsSoon()
                && spec.timing().keepalive().compareTo(spec.instance().defaultTrackingTimeout()) >= 0) {
            caveats.add(spec.instance().name() + " forgets a tracked connection that is idle for "
                    + DurationText.format(spec.instance().defaultTrackingTimeout()) + ", sooner than keepalive="
                    + DurationText.format(spec.timing().keepalive())
                    + ": hosts that the launch template does not start lose their connections.");
        }
        if (spec.ingress().front() == Front.DIRECT) {
            caveats.add("Connections stay untracked only while every security group rule is open both ways;"
                    + " filter with the network ACL.");
        }
        return caveats;
    }
}
