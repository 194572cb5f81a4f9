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
        DescriptorBudget descriptors = DescriptorBudget.of(spec.nofile(), spec.connections());
        ConntrackBudget conntrack =
                ConntrackBudget.of(spec.conntrackMax(), spec.connections(), timeouts.trackingTimeout());
        PortBudget ports =
                PortBudget.of(spec.front(), spec.instance(), spec.ports().count());
        ports.requireCarries(spec.connections());
        if (spec.front() == Front.NLB) {
            Rotation.requireFree(spec.ports());
        }
        List<Limit> limits = HostLimits.nearestFirst(spec, descriptors, conntrack, ports);
        MemoryBudget memory = memory(spec, conntrack);
        requireWithin(limits, spec.connections());
        FleetSize fleet = FleetSize.of(spec, ports, zones);
        HeapPlan heap = HeapPlan.of(spec.connections(), spec.attachedBytes());
        return new CapacityPlan(
                spec,
                fleet,
                descriptors,
                conntrack,
                ports,
                timeouts,
                heap,
                JvmFlags.of(heap),
                memory,
                KeepaliveLoad.of(spec.connections(), spec.keepalive()),
                ReconnectStorm.of(spec.connections(), spec.instance().virtualCpus(), ports),
                Bill.of(spec, fleet),
                limits,
                caveats(spec));
    }

    /** The timeout ladder; a TLS listener and a missing load balancer narrow it further. */
    private static TimeoutLadder timeouts(FleetSpec spec) {
        if (spec.tls() && spec.front() == Front.DIRECT) {
            throw RefusedException.of(
                    "tls", true, "needs", "front=nlb", "end TLS at the load balancer or in a proxy on the host");
        }
        if (spec.proxyProtocol() && spec.front() == Front.DIRECT) {
            throw RefusedException.of(
                    "proxy-protocol",
                    true,
                    "needs",
                    "front=nlb",
                    "leave it out: clients that come directly show their address");
        }
        TimeoutLadder ladder = TimeoutLadder.of(spec.keepalive(), spec.pongTimeout(), spec.idleTimeout());
        return spec.tls() ? ladder.requireTlsListener() : ladder;
    }

    /** The memory budget; refused when it is larger than the host. */
    private static MemoryBudget memory(FleetSpec spec, ConntrackBudget conntrack) {
        MemoryBudget memory = MemoryBudget.of(
                spec.connections(),
                spec.attachedBytes(),
                conntrack.buckets(),
                spec.instance().memory());
        long most = MemoryBudget.mostConnections(
                spec.attachedBytes(), conntrack.buckets(), spec.instance().memory());
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
        if (spec.front() == Front.NLB && spec.instance().trackedConnections().isEmpty()) {
            caveats.add(
                    "Security groups track every connection through a load balancer. AWS publishes no allowance for "
                            + spec.instance().name() + "; prove it on an account, or use front=direct.");
        }
        if (!spec.instance().registersByInstanceId() && spec.front() == Front.NLB && !spec.proxyProtocol()) {
            caveats.add(spec.instance().name() + " cannot be registered by instance id: the client's address is lost"
                    + " unless proxy protocol version 2 is on.");
        }
        if (spec.instance().burstable()) {
            caveats.add(spec.instance().name() + " earns processor credits: how long they last when all clients return"
                    + " at once was never measured.");
        }
        if (spec.instance().forgetsSoon()
                && spec.keepalive().compareTo(spec.instance().defaultTrackingTimeout()) >= 0) {
            caveats.add(spec.instance().name() + " forgets a tracked connection that is idle for "
                    + DurationText.format(spec.instance().defaultTrackingTimeout()) + ", sooner than keepalive="
                    + DurationText.format(spec.keepalive())
                    + ": hosts that the launch template does not start lose their connections.");
        }
        if (spec.front() == Front.DIRECT) {
            caveats.add("Connections stay untracked only while every security group rule is open both ways;"
                    + " filter with the network ACL.");
        }
        return caveats;
    }
}
