package dev.mooring.hosttuning.verify;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What the kernel works with now.
 *
 * @param parameters kernel parameters by key
 * @param modules {@code loaded} or {@code built-in}, by name
 * @param trackedConnections entries in the conntrack table; more than none means that a firewall rule tracks
 * @param trackingRules firewall rules that ask for the state of connections; unread without the right to list them
 */
record KernelFacts(
        Map<String, ProbeSection> parameters,
        Map<String, ProbeSection> modules,
        OptionalLong trackedConnections,
        ProbeSection trackingRules) {
    KernelFacts {
        parameters = Map.copyOf(parameters);
        modules = Map.copyOf(modules);
    }

    ProbeSection parameter(String key) {
        return parameters.getOrDefault(key, ProbeSection.MISSING);
    }

    OptionalLong number(String key) {
        return KernelNumber.read(parameter(key).word());
    }

    ProbeSection module(String name) {
        return modules.getOrDefault(name, ProbeSection.MISSING);
    }

    /**
     * Whether a firewall rule tracks connections. Rules tell, where they could be read; else entries, which outlive the
     * rule that made them and are not there before the first connection.
     */
    boolean firewallActive() {
        return trackingRules.isRead() ? !trackingRules.word().isEmpty() : trackedConnections.orElse(0) > 0;
    }
}
