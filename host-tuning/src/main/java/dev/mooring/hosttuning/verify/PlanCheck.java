package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.TuningProfile;

/**
 * The check of hosts against a plan. Immutable, so one serves a whole fleet at once.
 *
 * @param plan what the hosts are to hold
 * @param role what they are for
 */
public record PlanCheck(CapacityPlan plan, Role role) implements HostCheck {
    @Override
    public HostReport check(Host host) throws HostUnreachableException {
        HostReply reply = host.run(script());
        HostReading reading = ProbeParser.parse(reply.output());
        if (reading.kernel().isEmpty()) {
            throw new HostUnreachableException("The probe gave no readings, exit code " + reply.exitCode()
                    + "; the login shell must be able to run a POSIX shell script");
        }
        TuningProfile profile = TuningProfile.of(plan, role, reading.firewallActive());
        return Verifier.verify(host.name(), new CheckedHost(plan, profile, reading));
    }

    /** The script that a check runs on the host; its output can be recorded and checked later. */
    public String script() {
        return Probe.script(TuningProfile.of(plan, role, false));
    }
}
