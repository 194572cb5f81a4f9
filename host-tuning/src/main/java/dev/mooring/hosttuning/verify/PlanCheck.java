package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.Authentication;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.Messaging;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.NumberedLines;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The check of hosts against a plan. Immutable, so one serves a whole fleet at once.
 *
 * @param plan what the hosts are to hold
 * @param messaging what their fleet does with messages; empty where nobody said
 * @param domain the name that clients connect to where hosts end TLS; empty where nobody said
 * @param authentication who may connect to their fleet; empty where nobody said
 * @param role what they are for
 * @param limit of a host's answer; a quarter of it is the limit of a single reading that may take long
 */
public record PlanCheck(
        CapacityPlan plan,
        Optional<Messaging> messaging,
        Optional<String> domain,
        Optional<Authentication> authentication,
        Role role,
        Duration limit)
        implements HostVerifier {
    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(20);

    private static final int LONG_READINGS = 4;

    /** The check with the usual time limit. */
    public PlanCheck(CapacityPlan plan, Role role) {
        this(plan, Optional.empty(), Optional.empty(), Optional.empty(), role, DEFAULT_LIMIT);
    }

    @Override
    public HostReport check(Host host) throws HostUnreachableException {
        HostReply reply = host.run(script());
        NumberedLines lines = NumberedLines.of(reply.output());
        ProbeParser answer = ProbeParser.of(lines.text());
        requireWhole(reply, answer, lines.isUnbroken());
        HostFacts facts = answer.facts();
        TuningProfile profile = TuningProfile.of(plan, role, facts.kernel().firewallActive());
        return Verifier.verify(host.name(), new CheckedHost(plan, messaging, domain, authentication, profile, facts));
    }

    /** The script that a check runs on the host; its output can be recorded and checked later. */
    public String script() {
        return Probe.script(TuningProfile.of(plan, role, false), limit.dividedBy(LONG_READINGS));
    }

    /** Incomplete evidence is no evidence: a reading that did not arrive would pass for one that found nothing. */
    private void requireWhole(HostReply reply, ProbeParser answer, boolean isUnbroken) throws HostUnreachableException {
        if (answer.readings() == 0 && reply.exitCode() < 0) {
            throw new HostUnreachableException("The session ended before the check said anything, without an exit code:"
                    + " its connection was cut, or its process killed; check again, and look for what ends commands on"
                    + " that host");
        }
        if (answer.readings() == 0) {
            throw new HostUnreachableException("The probe gave no readings, exit code " + reply.exitCode()
                    + "; the login shell must be able to run a POSIX shell script");
        }
        List<String> known = Probe.names(TuningProfile.of(plan, role, false));
        if (reply.exitCode() == 0 && !(isUnbroken && answer.isInOrderOf(known))) {
            throw new HostUnreachableException("The answer of the check is not as it was sent, after "
                    + answer.readings() + " readings: a line is missing, there twice, in another place or not the"
                    + " check's; check again, and look for what changes the output of commands on that host");
        }
        if (reply.exitCode() != 0 || !answer.isComplete()) {
            throw new HostUnreachableException("The check was cut off after " + answer.readings()
                    + " readings, exit code " + reply.exitCode()
                    + "; check again, and look for what ends commands on that host");
        }
    }
}
