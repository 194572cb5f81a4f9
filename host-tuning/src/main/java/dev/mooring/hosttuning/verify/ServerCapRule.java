package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.Optional;

/** The cap of the running server, as it says itself: no limit of the host is of use above it. */
final class ServerCapRule implements Rule {
    @Override
    public List<Finding> check(CheckedHost host) {
        ProbeSection status = host.facts().server().status();
        if (host.profile().role() != Role.SERVER || status.equals(ProbeSection.MISSING)) {
            return List.of();
        }
        long planned = host.plan().spec().connections();
        Check check = new Check("server cap", Severity.FAILURE, ">= " + planned, "connections per host of the plan");
        Optional<ServerStatus> said = ServerStatus.of(status);
        if (said.isEmpty()) {
            return List.of(check.unknown(
                    Actual.NOTHING,
                    host.facts()
                            .server()
                            .process()
                            .flatMap(server -> ServerMoment.of(server, said))
                            .orElse("The server's cap could not be read at its admin port, /status.")));
        }
        Actual actual = Actual.NOTHING.process(Long.toString(said.get().max()));
        return List.of(
                said.get().max() >= planned
                        ? check.pass(actual, "The server takes as many.", Survival.UNKNOWN)
                        : check.fail(
                                actual,
                                "The server takes " + said.get().max() + " connections and refuses the others.",
                                "set max-connections=" + planned + " in the server's configuration, then "
                                        + ServerProcessRule.RESTART,
                                Survival.NO));
    }
}
