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
        TimeoutLadder ladder = host.plan().timeouts();
        HostReading reading = host.reading();
        Severity severity = reading.firewallActive() ? Severity.FAILURE : Severity.WARNING;
        Subject subject = new Subject(
                "keepalive < idle < conntrack",
                severity,
                "> " + ladder.idleTimeout().toSeconds(),
                "keepalive " + DurationText.format(ladder.keepalive()) + " < idle-timeout "
                        + DurationText.format(ladder.idleTimeout()));
        if (reading.kernel(KEY).isAbsent()) {
            return List.of(subject.skip(Observed.NOTHING, "nf_conntrack is not loaded: nothing is forgotten."));
        }
        OptionalLong seconds = reading.kernelNumber(KEY);
        if (seconds.isEmpty()) {
            return List.of(subject.unknown(Observed.NOTHING, "The tracking timeout could not be read."));
        }
        Observed observed = Observed.NOTHING.kernel(Long.toString(seconds.getAsLong()));
        if (Duration.ofSeconds(seconds.getAsLong()).compareTo(ladder.idleTimeout()) > 0) {
            return List.of(subject.pass(observed, "The host forgets a connection last.", Survival.UNKNOWN));
        }
        return List.of(subject.fail(
                observed,
                "The host's firewall forgets an idle connection before the load balancer does.",
                "sudo sysctl -w " + KEY + "=" + ladder.trackingTimeout().toSeconds(),
                Survival.NO));
    }
}
