package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.hosttuning.setting.Severity;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Keepalive, idle timeout of the load balancer, tracking timeout of the host: each longer than the one before. */
final class TimeoutOrderRule implements Rule {
    private static final String KEY = "net.netfilter.nf_conntrack_tcp_timeout_established";

    @Override
    public List<Finding> check(CheckedHost host) {
        TimeoutLadder ladder = host.plan().host().timeouts();
        HostFacts facts = host.facts();
        Severity severity = facts.kernel().firewallActive() ? Severity.FAILURE : Severity.WARNING;
        Check check = new Check(
                "keepalive < idle < conntrack",
                severity,
                "> " + ladder.idleTimeout().toSeconds(),
                "keepalive " + DurationText.format(ladder.keepalive()) + " < idle-timeout "
                        + DurationText.format(ladder.idleTimeout()));
        if (facts.kernel().parameter(KEY).isAbsent()) {
            return List.of(check.skip(Actual.NOTHING, "nf_conntrack is not loaded: nothing is forgotten."));
        }
        OptionalLong seconds = facts.kernel().number(KEY);
        if (seconds.isEmpty()) {
            return List.of(check.unknown(Actual.NOTHING, "The tracking timeout could not be read."));
        }
        Actual actual = Actual.NOTHING.kernel(Long.toString(seconds.getAsLong()));
        if (Duration.ofSeconds(seconds.getAsLong()).compareTo(ladder.idleTimeout()) > 0) {
            return List.of(check.pass(actual, "The host forgets a connection last.", Survival.UNKNOWN));
        }
        return List.of(check.fail(
                actual,
                "The host's firewall forgets an idle connection before the load balancer does.",
                "sudo sysctl -w " + KEY + "=" + ladder.trackingTimeout().toSeconds(),
                Survival.NO));
    }
}
