package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.Optional;

/**
 * Whether the running server expects what the load balancer of the plan sends: with a header that it does not expect, or
 * without one that it does, it refuses every client.
 */
final class ProxyProtocolRule implements Rule {
    @Override
    public List<Finding> check(CheckedHost host) {
        ProbeSection status = host.facts().server().status();
        Optional<Boolean> said = ServerStatus.of(status).flatMap(ServerStatus::proxyProtocol);
        boolean planned = host.plan().spec().ingress().proxyProtocol();
        if (host.profile().role() != Role.SERVER
                || status.equals(ProbeSection.MISSING)
                || (said.isEmpty() && !planned)) {
            return List.of();
        }
        Check check = new Check(
                "server proxy protocol",
                Severity.FAILURE,
                option(planned),
                "proxy-protocol=" + planned + " of the plan");
        if (said.isEmpty()) {
            return List.of(check.unknown(Actual.NOTHING, "Whether the server expects PROXY v2 could not be read."));
        }
        Actual actual = Actual.NOTHING.process(option(said.get()));
        return List.of(
                said.get() == planned
                        ? check.pass(actual, "The server and the load balancer agree.", Survival.UNKNOWN)
                        : check.fail(
                                actual,
                                planned
                                        ? "The server takes the PROXY header of the load balancer for a bad request."
                                        : "The server waits for a PROXY header that the load balancer does not send.",
                                "set proxy-protocol=" + option(planned) + " in the server's configuration, then "
                                        + ServerProcessRule.RESTART,
                                Survival.NO));
    }

    private static String option(boolean required) {
        return required ? "required" : "off";
    }
}
