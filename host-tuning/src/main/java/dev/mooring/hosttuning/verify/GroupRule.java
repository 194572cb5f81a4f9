package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.MemoryBudget;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the control groups leave to the server: the memory that the plan gives it, and the processor. */
final class GroupRule implements Rule {
    private static final String QUOTA = "CPUQuotaPerSecUSec";

    @Override
    public List<Finding> check(CheckedHost host) {
        if (host.profile().role() != Role.SERVER) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        memory(host).ifPresent(findings::add);
        String quota = host.facts().unit().show(QUOTA);
        if (!List.of("", "infinity").contains(quota)) {
            findings.add(new Check("server processor", Severity.WARNING, "no quota", "fixed")
                    .fail(
                            Actual.NOTHING.kernel(quota),
                            "CPUQuota leaves the server " + quota + " of each second, whatever the host has.",
                            UnitPropertyRule.write(host, "CPUQuota", ""),
                            Survival.NO));
        }
        return findings;
    }

    private static Optional<Finding> memory(CheckedHost host) {
        MemoryBudget budget = host.plan().host().memory();
        Bytes needed = budget.programs().jvm().plus(budget.programs().heap()).plus(budget.kernelSockets());
        return host.facts().groups().stream()
                .filter(group -> group.memoryMax().isPresent())
                .min(Comparator.comparingLong(group -> group.memoryMax().orElse(Long.MAX_VALUE)))
                .map(group -> {
                    long most = group.memoryMax().orElse(Long.MAX_VALUE);
                    Check check = new Check(
                            "server memory",
                            Severity.FAILURE,
                            ">= " + needed.count(),
                            "heap, JVM and sockets of the plan");
                    Actual actual = Actual.NOTHING.kernel(group.limitsMemory() ? Long.toString(most) : "infinity");
                    return most >= needed.count()
                            ? check.pass(actual, "Its control groups allow it.", Survival.UNKNOWN)
                            : check.fail(
                                    actual,
                                    "MemoryMax of " + group.name() + " is "
                                            + Bytes.of(most).human()
                                            + ", less than the server needs for its connections.",
                                    remedy(host, group),
                                    Survival.NO);
                });
    }

    private static String remedy(CheckedHost host, ControlGroupFacts group) {
        return group.name().equals(ControlGroupFacts.UNIT)
                ? UnitPropertyRule.write(host, "MemoryMax", "infinity")
                : "systemctl show -p MemoryMax of " + group.name() + " and of what is above it, and raise it";
    }
}
