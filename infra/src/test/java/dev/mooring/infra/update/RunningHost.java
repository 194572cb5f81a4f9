package dev.mooring.infra.update;

import dev.mooring.infra.template.Template;

/**
 * A host of the group.
 *
 * @param origin the stack as it was when the group learnt to launch such hosts: what its user-data knows
 * @param version of the launch template that it was launched with
 */
record RunningHost(String id, Template origin, String version, Phase phase) {
    enum Phase {
        /** Installs itself and joins. */
        LAUNCHING,
        SERVING,
        /** Deregisters and drains. */
        LEAVING
    }

    RunningHost in(Phase next) {
        return new RunningHost(id, origin, version, next);
    }
}
