package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.OptionalLong;

/**
 * The conntrack table: whether it is in use at all, how full it is, and how long its chains are. The kernel tracks
 * connections only once a firewall rule asks for their state; until then the module is loaded and the table empty.
 */
final class ConntrackRule implements Rule {
    private static final int MAX_RATIO = 4;

    @Override
    public List<Finding> check(CheckedHost host) {
        return List.of(state(host.facts()), chains(host.facts()));
    }

    private static Finding state(HostFacts facts) {
        Check check = new Check("conntrack state", Severity.FAILURE, "less than 80 % full", "count / max");
        OptionalLong count = facts.kernel().trackedConnections();
        OptionalLong max = facts.kernel().number("net.netfilter.nf_conntrack_max");
        if (facts.kernel().module("nf_conntrack").isAbsent()) {
            return check.pass(
                    Actual.NOTHING.kernel("absent"),
                    "Absent: the module is not loaded and nothing is tracked.",
                    Survival.UNKNOWN);
        }
        if (count.isEmpty() || max.isEmpty()) {
            return check.unknown(Actual.NOTHING, "The number of entries could not be read.");
        }
        Actual actual = Actual.NOTHING.kernel(count.getAsLong() + " of " + max.getAsLong());
        if (!facts.kernel().firewallActive()) {
            String table = count.getAsLong() == 0 ? "the table is empty." : "the entries are of a rule that is gone.";
            return check.pass(
                    actual,
                    facts.kernel().trackingRules().isRead()
                            ? "Inert: no firewall rule tracks connections, " + table
                            : "Inert as far as could be seen: the table is empty, and firewall rules may not be listed.",
                    Survival.UNKNOWN);
        }
        if (count.getAsLong() >= max.getAsLong() / 5 * 4) {
            return check.fail(
                    actual,
                    "Active and nearly full: packets of new connections will be dropped.",
                    "sudo sysctl -w net.netfilter.nf_conntrack_max=" + max.getAsLong() * 2,
                    Survival.NO);
        }
        return check.pass(
                actual,
                facts.kernel().trackingRules().isRead()
                        ? "Active: a firewall rule tracks connections."
                        : "Active: the table has entries; firewall rules may not be listed.",
                Survival.UNKNOWN);
    }

    private static Finding chains(HostFacts facts) {
        Severity severity = facts.kernel().firewallActive() ? Severity.FAILURE : Severity.WARNING;
        Check check =
                new Check("conntrack max / buckets", severity, "<= " + MAX_RATIO, "every entry is in the table twice");
        if (facts.kernel().module("nf_conntrack").isAbsent()) {
            return check.skip(Actual.NOTHING, "nf_conntrack is not loaded.");
        }
        OptionalLong max = facts.kernel().number("net.netfilter.nf_conntrack_max");
        OptionalLong buckets = facts.kernel().number("net.netfilter.nf_conntrack_buckets");
        if (max.isEmpty() || buckets.orElse(0) == 0) {
            return check.unknown(Actual.NOTHING, "The size of the table could not be read.");
        }
        Actual actual = Actual.NOTHING.kernel(max.getAsLong() + " / " + buckets.getAsLong());
        if (max.getAsLong() <= buckets.getAsLong() * MAX_RATIO) {
            return check.pass(actual, "Chains are short.", Survival.UNKNOWN);
        }
        return check.fail(
                actual,
                "A full table has " + max.getAsLong() * 2 / buckets.getAsLong()
                        + " entries in a chain: buckets were chosen from the memory, not from max.",
                "sudo sysctl -w net.netfilter.nf_conntrack_buckets=" + max.getAsLong() / MAX_RATIO,
                Survival.NO);
    }
}
