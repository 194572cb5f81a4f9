package dev.mooring.capacity;

import dev.mooring.capacity.unit.DurationText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The limits on the connections of one host, in the order in which they would be hit. Formulas: docs/capacity-model.md,
 * "Limits and the binding one".
 */
final class HostLimits {
    /** Of a measured tracking allowance nine tenths are planned. */
    private static final long TRACKED_TENTHS = 9;

    private HostLimits() {}

    static List<Limit> nearestFirst(
            FleetSpec spec, DescriptorBudget descriptors, ConntrackBudget conntrack, PortBudget ports) {
        List<Limit> limits = new ArrayList<>();
        limits.add(new Limit("nofile", DescriptorBudget.connectionsWithin(descriptors.nofile()), "raise nofile"));
        limits.add(new Limit(
                "fs.nr_open",
                DescriptorBudget.connectionsWithin(descriptors.nrOpen()),
                "raise nofile; nr_open follows"));
        limits.add(new Limit("fs.file-max", descriptors.connectionsWithinFileMax(), "raise nofile; file-max follows"));
        limits.add(new Limit("nf_conntrack_max", conntrack.connectionsWithin(), "raise conntrack-max"));
        limits.add(new Limit(
                "memory",
                MemoryBudget.mostConnections(
                        spec.attachedBytes(),
                        spec.residentForTls(),
                        conntrack.buckets(),
                        spec.instance().hardware().memory()),
                "choose a larger instance-type or lower user-bytes"));
        limits.add(new Limit(
                "ping CPU",
                KeepaliveLoad.mostConnections(
                        spec.instance().hardware().sustainedCpus(),
                        spec.timing().keepalive(),
                        spec.ingress()),
                "raise keepalive above " + DurationText.format(spec.timing().keepalive())));
        ports.carries()
                .ifPresent(connections ->
                        limits.add(new Limit("ports x " + AwsLimits.CONNECTIONS_PER_TARGET, connections, "add ports")));
        if (spec.ingress().front() == Front.NLB) {
            spec.instance()
                    .trackedConnections()
                    .ifPresent(tracked -> limits.add(new Limit(
                            "security group tracking",
                            tracked * TRACKED_TENTHS / 10,
                            "use front=direct, or more or larger hosts")));
        }
        limits.sort(Comparator.comparingLong(Limit::connections));
        return limits;
    }
}
