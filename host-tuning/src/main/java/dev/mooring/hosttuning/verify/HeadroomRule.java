package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.DescriptorBudget;
import dev.mooring.capacity.Limit;
import dev.mooring.capacity.MemoryBudget;
import dev.mooring.capacity.unit.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Computes how many more connections a host holds: the least that any limit, read on the host, leaves. */
final class HeadroomRule {
    /** A tenth of the available memory is left alone, as the server does at its start. */
    private static final long USABLE_TENTHS = 9;

    private final CheckedHost host;
    private final List<Limit> limits = new ArrayList<>();

    private HeadroomRule(CheckedHost host) {
        this.host = host;
    }

    static Optional<Headroom> headroom(CheckedHost host) {
        HeadroomRule rule = new HeadroomRule(host);
        rule.descriptors();
        rule.system();
        rule.conntrack();
        rule.memory();
        rule.groups();
        rule.cap();
        rule.limits.sort(Comparator.comparingLong(Limit::connections));
        return rule.limits.isEmpty() ? Optional.empty() : Optional.of(new Headroom(rule.limits));
    }

    private void descriptors() {
        HostFacts facts = host.facts();
        Optional<ServerProcess> server = facts.server().process();
        long used = server.map(ServerProcess::descriptors)
                .orElse(OptionalLong.empty())
                .orElse(0);
        OptionalLong nofile = server.map(ServerProcess::softNofile).orElseGet(() -> wished(facts));
        nofile.ifPresent(limit -> add(
                server.isPresent() ? "nofile of the server" : "nofile of a new server",
                limit - Math.max(used, DescriptorBudget.RESERVE),
                "raise LimitNOFILE"));
        facts.kernel()
                .number("fs.nr_open")
                .ifPresent(limit ->
                        add("fs.nr_open", limit - Math.max(used, DescriptorBudget.RESERVE), "raise fs.nr_open"));
    }

    /** Without a server: what its unit asks for, else what a session may open. */
    private static OptionalLong wished(HostFacts facts) {
        return facts.unit()
                .property("LimitNOFILE")
                .filter(text -> facts.unit().exists())
                .map(KernelNumber::read)
                .orElse(facts.session().hardNofile());
    }

    private void system() {
        OptionalLong fileMax = host.facts().kernel().number("fs.file-max");
        OptionalLong used = host.facts().machine().openFiles();
        if (fileMax.isPresent() && used.isPresent()) {
            add("fs.file-max", fileMax.getAsLong() - used.getAsLong(), "raise fs.file-max");
        }
    }

    private void conntrack() {
        OptionalLong max = host.facts().kernel().number("net.netfilter.nf_conntrack_max");
        if (host.facts().kernel().firewallActive() && max.isPresent()) {
            long count = host.facts().kernel().trackedConnections().orElse(0);
            add("nf_conntrack_max", max.getAsLong() - count, "raise net.netfilter.nf_conntrack_max");
        }
    }

    private void memory() {
        Bytes each = MemoryBudget.bytesPerConnection(host.plan().spec().attachedBytes());
        host.facts()
                .machine()
                .memoryAvailable()
                .ifPresent(available -> add(
                        "memory", available.count() / 10 * USABLE_TENTHS / each.count(), "choose a larger instance"));
    }

    /** What the control groups leave, whether the server runs or not. Too few tasks are no server at all. */
    private void groups() {
        Bytes each = MemoryBudget.bytesPerConnection(host.plan().spec().attachedBytes());
        for (ControlGroupFacts group : host.facts().groups()) {
            if (group.limitsMemory()) {
                add(
                        "MemoryMax of " + group.name(),
                        group.memoryLeft() / 10 * USABLE_TENTHS / each.count(),
                        "raise MemoryMax");
            }
            if (group.hasTooFewTasks()) {
                add("TasksMax of " + group.name(), 0, "raise TasksMax");
            }
        }
    }

    /** The server's own cap. */
    private void cap() {
        ServerStatus.of(host.facts().server().status())
                .ifPresent(status ->
                        add("max-connections of the server", status.max() - status.open(), "raise max-connections"));
    }

    private void add(String name, long connections, String remedy) {
        limits.add(new Limit(name, Math.max(0, connections), remedy));
    }
}
