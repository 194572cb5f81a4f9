package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.Messaging;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.Optional;

/**
 * The push port of a running server beside the fleet's: a host that was set up before the fleet got its push port, or by
 * hand, has another one or none, and its own file says that all is well.
 */
final class FleetPushPortRule implements Rule {
    private static final String ID = "push port of the fleet";
    private static final String FORMULA = "push-port of context messaging";

    @Override
    public List<Finding> check(CheckedHost host) {
        ProbeSection said = host.facts().server().pushPort().settings();
        if (host.profile().role() != Role.SERVER
                || host.facts().server().process().isEmpty()
                || said.equals(ProbeSection.MISSING)) {
            return List.of();
        }
        return host.messaging().map(fleet -> check(planned(fleet), said)).orElse(List.of());
    }

    private static List<Finding> check(Optional<PushSettings> planned, ProbeSection said) {
        if (planned.isEmpty()) {
            return PushSettings.of(said.text())
                    .map(settings -> List.of(unplanned(settings)))
                    .orElse(List.of());
        }
        PushSettings fleet = planned.get();
        Check check = new Check(ID, Severity.FAILURE, fleet.text(), FORMULA);
        if (!said.isRead()) {
            return List.of(
                    check.unknown(Actual.NOTHING, "The server's configuration could not be read; verify as root."));
        }
        Optional<PushSettings> own = PushSettings.of(said.text());
        Actual actual = Actual.NOTHING.process(own.map(PushSettings::text).orElse("none"));
        if (own.map(PushSettings::text).filter(fleet::isAt).isPresent()) {
            return List.of(check.pass(actual, "The server was told the fleet's push port.", Survival.YES));
        }
        return List.of(check.fail(
                actual,
                "The fleet pushes at " + fleet.text() + ", and this host's server was told "
                        + own.map(settings -> "of " + settings.text()).orElse("of no push port")
                        + ": its clients miss what is pushed.",
                "replace the host, whose user-data writes push=" + fleet.text()
                        + "; or write that into the server's configuration, then " + ServerProcessRule.RESTART,
                Survival.NO));
    }

    private static Finding unplanned(PushSettings own) {
        return new Check(ID, Severity.WARNING, "none", FORMULA)
                .fail(
                        Actual.NOTHING.process(own.text()),
                        "The server pushes at " + own.text() + ", and the fleet has no push port: a new host has none.",
                        "add push-port and push-keys to context messaging of cdk.json, or take push out of the server's"
                                + " configuration, then " + ServerProcessRule.RESTART,
                        Survival.NO);
    }

    private static Optional<PushSettings> planned(Messaging fleet) {
        return Optional.ofNullable(fleet.serverProperties().get("push"))
                .flatMap(push -> PushSettings.of("push=" + push));
    }
}
