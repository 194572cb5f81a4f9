package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.unit.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a probe read of a host. What could not be read is empty; nothing has a default.
 *
 * @param boot the kernel's id of this boot; it names the machine
 * @param system kernel and distribution, for people
 * @param memory MemTotal
 * @param memoryAvailable MemAvailable
 * @param openFiles open files of the whole system
 * @param kernel kernel parameters by key
 * @param trackedConnections entries in the conntrack table; more than none means that a firewall rule tracks
 * @param trackingRules firewall rules that ask for the state of connections; unread without the right to list them
 * @param modules {@code loaded} or {@code built-in}, by name
 * @param sysctlFiles sysctl.d
 * @param limits limits.d, and the users whose sessions it is about
 * @param moduleFiles modules-load.d and modprobe.d
 * @param unit the server's unit
 * @param session limits of the session in which the probe ran
 * @param server the running server
 * @param listeners its listening sockets and those of others, as ss prints them
 * @param serverSearch how the search for it ended: absent is no server, everything else is no answer
 * @param serverStatus what it says at its admin port
 * @param pushPort what it was told of its push port, and what that answers
 * @param groups the control groups whose limits hold for it
 * @param tuningRecord what the tuning script left
 */
record HostFacts(
        String boot,
        String system,
        Optional<Bytes> memory,
        Optional<Bytes> memoryAvailable,
        OptionalLong openFiles,
        Map<String, ProbeSection> kernel,
        OptionalLong trackedConnections,
        ProbeSection trackingRules,
        Map<String, ProbeSection> modules,
        SysctlFiles sysctlFiles,
        LimitsFacts limits,
        ModuleFacts moduleFiles,
        UnitFacts unit,
        SessionFacts session,
        Optional<ServerProcess> server,
        ProbeSection listeners,
        ProbeSection serverSearch,
        ProbeSection serverStatus,
        PushPortFacts pushPort,
        List<ControlGroupFacts> groups,
        ProbeSection tuningRecord) {
    HostFacts {
        kernel = Map.copyOf(kernel);
        modules = Map.copyOf(modules);
        groups = List.copyOf(groups);
    }

    ProbeSection kernel(String key) {
        return kernel.getOrDefault(key, ProbeSection.MISSING);
    }

    ProbeSection module(String name) {
        return modules.getOrDefault(name, ProbeSection.MISSING);
    }

    OptionalLong kernelNumber(String key) {
        return KernelNumber.read(kernel(key).word());
    }

    /**
     * Whether a firewall rule tracks connections. Rules tell, where they could be read; else entries, which outlive the
     * rule that made them and are not there before the first connection.
     */
    boolean firewallActive() {
        return trackingRules.isRead() ? !trackingRules.word().isEmpty() : trackedConnections.orElse(0) > 0;
    }
}
