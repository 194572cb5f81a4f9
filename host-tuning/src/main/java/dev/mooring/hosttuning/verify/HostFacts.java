package dev.mooring.hosttuning.verify;

import java.util.List;

/**
 * What a probe read of a host. What could not be read is empty; nothing has a default.
 *
 * @param unit the server's unit
 * @param groups the control groups whose limits hold for the server
 * @param session of the probe
 */
record HostFacts(
        MachineFacts machine,
        KernelFacts kernel,
        FileFacts files,
        UnitFacts unit,
        List<ControlGroupFacts> groups,
        SessionFacts session,
        ServerFacts server) {
    HostFacts {
        groups = List.copyOf(groups);
    }
}
