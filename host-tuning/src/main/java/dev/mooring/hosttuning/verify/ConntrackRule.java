package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.OptionalLong;

/**
 * The conntrack table: whether it is in use at all, how full it is, and how long its chains are. The kernel tracks
 * connections only once a firewall rule asks for their state; until then the module is loaded and the table empty.
 */
final class ConntrackRule implements Rule {
    private static final int LONGEST_RATIO = 4;

    @Override
    public List<Finding> check(CheckedHost host) {
        return List.of(state(host.reading()), chains(host.reading()));
    }

    private static Finding state(HostReading reading) {
        Subject subject = new Subject("conntrack state", Severity.FAILURE, "less than 80 % full", "count / max");
        OptionalLong count = reading.trackedConnections();
        OptionalLong max = reading.kernelNumber("net.netfilter.nf_conntrack_max");
        if (reading.module("nf_conntrack").isAbsent()) {
            return subject.pass(
                    Observed.NOTHING.kernel("absent"),
                    "Absent: the module is not loaded and nothing is tracked.",
                    Survival.UNKNOWN);
        }
        if (count.isEmpty() || max.isEmpty()) {
            return subject.unknown(Observed.NOTHING, "The number of entries could not be read.");
        }
        Observed observed = Observed.NOTHING.kernel(count.getAsLong() + " of " + max.getAsLong());
        if (!reading.firewallActive()) {
            String table = count.getAsLong() == 0 ? "the table is empty." : "the entries are of a rule that is gone.";
            return subject.pass(
                    observed,
                    reading.trackingRules().isRead()
                            ? "Inert: no firewall rule tracks connections, " + table
                            : "Inert as far as could be seen: the table is empty, and firewall rules may not be listed.",
                    Survival.UNKNOWN);
        }
        if (count.getAsLong() >= max.getAsLong() / 5 * 4) {
            return subject.fail(
                    observed,
                    "Active and nearly full: packets of new connections will be dropped.",
                    "sudo sysctl -w net.netfilter.nf_conntrack_max=" + max.getAsLong() * 2,
                    Survival.NO);
        }
        return subject.pass(
                observed,
                reading.trackingRules().isRead()
                        ? "Active: a firewall rule tracks connections."
                        : "Active: the table has entries; firewall rules may not be listed.",
                Survival.UNKNOWN);
    }

    private static Finding chains(HostReading reading) {
        Severity severity = reading.firewallActive() ? Severity.FAILURE : Severity.WARNING;
        Subject subject = new Subject(
                "conntrack max / buckets", severity, "<= " + LONGEST_RATIO, "every entry is in the table twice");
        if (reading.module("nf_conntrack").isAbsent()) {
            return subject.skip(Observed.NOTHING, "nf_conntrack is not loaded.");
        }
        OptionalLong max = reading.kernelNumber("net.netfilter.nf_conntrack_max");
        OptionalLong buckets = reading.kernelNumber("net.netfilter.nf_conntrack_buckets");
        if (max.isEmpty() || buckets.orElse(0) == 0) {
            return subject.unknown(Observed.NOTHING, "The size of the table could not be read.");
        }
        Observed observed = Observed.NOTHING.kernel(max.getAsLong() + " / " + buckets.getAsLong());
        if (max.getAsLong() <= buckets.getAsLong() * LONGEST_RATIO) {
            return subject.pass(observed, "Chains are short.", Survival.UNKNOWN);
        }
        return subject.fail(
                observed,
                "A full table has " + max.getAsLong() * 2 / buckets.getAsLong()
                        + " entries in a chain: buckets were chosen from the memory, not from max.",
                "sudo sysctl -w net.netfilter.nf_conntrack_buckets=" + max.getAsLong() / LONGEST_RATIO,
                Survival.NO);
    }
}
