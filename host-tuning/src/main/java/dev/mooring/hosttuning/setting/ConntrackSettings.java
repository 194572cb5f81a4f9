package dev.mooring.hosttuning.setting;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.ConntrackBudget;
import dev.mooring.hosttuning.setting.Setting.KernelModule;
import dev.mooring.hosttuning.setting.Setting.Sysctl;
import java.util.List;

/** The conntrack table. It stays empty until a firewall rule asks for the state of connections. */
final class ConntrackSettings {
    private static final String KERNEL_PAGE = "kernel: Documentation/networking/nf_conntrack-sysctl";

    private static final String MAX = "net.netfilter.nf_conntrack_max";

    private ConntrackSettings() {}

    static List<Setting> of(CapacityPlan plan, boolean firewallActive) {
        ConntrackBudget budget = plan.host().conntrack();
        Severity severity = firewallActive ? Severity.FAILURE : Severity.WARNING;
        return List.of(
                module(budget),
                new Sysctl(
                        MAX,
                        Requirement.atLeast(budget.max(), "conntrack-max of the plan"),
                        new Rationale(
                                "A full table drops the packets of new connections.",
                                "/proc/sys/net/netfilter/nf_conntrack_max, beside nf_conntrack_count",
                                "measured: 5,365 of 20,000 connections stalled at a full table",
                                Severity.FAILURE)),
                new Sysctl(
                        "net.netfilter.nf_conntrack_buckets",
                        new Requirement(
                                Comparison.AT_LEAST, new Value.QuarterOf(MAX, budget.max(), "conntrack-max / 4")),
                        new Rationale(
                                "The hash table. Every entry is in it twice, and its default follows the memory, not max.",
                                "/proc/sys/net/netfilter/nf_conntrack_buckets",
                                KERNEL_PAGE,
                                severity)),
                new Sysctl(
                        "net.netfilter.nf_conntrack_tcp_timeout_established",
                        Requirement.exactly(
                                Long.toString(budget.timeout().toSeconds()), "2 x idle-timeout, in seconds"),
                        new Rationale(
                                "By default dead peers fill the table for five days. Less than idle-timeout forgets live ones.",
                                "/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established",
                                KERNEL_PAGE,
                                severity)));
    }

    private static Setting module(ConntrackBudget budget) {
        return new KernelModule(
                "nf_conntrack",
                "hashsize=" + budget.hashsize(),
                Requirement.exactly("loaded", "now and at every boot"),
                new Rationale(
                        "Its parameters exist only once it is loaded, so a later firewall would start with a small table.",
                        "/sys/module, /etc/modules-load.d",
                        "kernel: net/netfilter/nf_conntrack_core.c",
                        Severity.FAILURE));
    }
}
