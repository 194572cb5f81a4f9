package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The push port of a running server that was told to have one: it listens at its address, and refuses who has no key. The
 * kernel says the first, the server's answer to a request without a key the second; its file tells what either should be.
 */
final class PushPortRule implements Rule {
    /** A line of ss(8): state, waiting connections, backlog, address and port. */
    private static final Pattern LISTENER = Pattern.compile("LISTEN\\s+\\d+\\s+\\d+\\s+(\\S+)\\s.*");

    private static final String FORMULA = "push of the server's configuration";
    private static final String ANY_FREE_PORT = "0";
    private static final String REFUSED = "403";
    private static final String TAKEN = "200";

    @Override
    public List<Finding> check(CheckedHost host) {
        HostFacts facts = host.facts();
        ProbeSection said = facts.server().pushPort().settings();
        if (host.profile().role() != Role.SERVER
                || facts.server().process().isEmpty()
                || said.equals(ProbeSection.MISSING)) {
            return List.of();
        }
        if (!said.isRead()) {
            // Whether there is to be a port is not known either.
            return List.of(new Check("push port", Severity.WARNING, "as configured", FORMULA)
                    .unknown(Actual.NOTHING, "The server's configuration could not be read; verify as root."));
        }
        return PushSettings.of(said.text())
                .map(settings -> check(host, settings))
                .orElse(List.of());
    }

    private static List<Finding> check(CheckedHost host, PushSettings settings) {
        Check check = port(settings.text());
        ProbeSection sockets = host.facts().server().listeners();
        if (settings.port().equals(ANY_FREE_PORT)) {
            return List.of(check.skip(Actual.NOTHING, "The system chooses the port at each start."));
        }
        if (!sockets.isRead()) {
            return List.of(check.unknown(Actual.NOTHING, "The listening sockets could not be read with ss."));
        }
        List<String> found = sockets.text()
                .lines()
                .map(LISTENER::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .filter(address -> address.endsWith(":" + settings.port()))
                .toList();
        Actual actual = Actual.NOTHING.process(String.join(" ", found));
        if (found.stream().anyMatch(settings::isAt)) {
            return List.of(
                    check.pass(actual, "The server listens at it.", Survival.YES),
                    authentication(settings, host.facts().server().pushPort().answer()));
        }
        Optional<String> moment = host.facts()
                .server()
                .process()
                .flatMap(server -> ServerMoment.of(
                        server, ServerStatus.of(host.facts().server().status())));
        return List.of(
                moment.isPresent()
                        ? check.unknown(actual, moment.get())
                        : check.fail(
                                actual,
                                "Nothing listens at " + settings.text()
                                        + ", which the server's configuration names: backends cannot push.",
                                ServerProcessRule.RESTART,
                                Survival.NO));
    }

    /** Only a port that is open on purpose, or to this host alone, is less than a failure. */
    private static Finding authentication(PushSettings settings, ProbeSection answer) {
        boolean accepted = settings.openOnPurpose() || settings.isLoopback();
        Check check = new Check(
                "push authentication",
                accepted ? Severity.WARNING : Severity.FAILURE,
                REFUSED + " without a key",
                "api-keys of the server's configuration");
        Actual actual = Actual.NOTHING.process(answer.word());
        return switch (answer.isRead() ? answer.word() : "") {
            case REFUSED ->
                check.pass(actual, "Who has no key is refused.", settings.hasKeys() ? Survival.YES : Survival.NO);
            case TAKEN ->
                settings.hasKeys() || !settings.isLoopback()
                        ? check.fail(
                                actual,
                                "Everybody who reaches the push port may send to every client.",
                                "set api-keys=FILE in the server's configuration and take push-open away, then "
                                        + ServerProcessRule.RESTART,
                                Survival.NO)
                        : check.skip(actual, "Without keys, but only programs of this host reach the port.");
            default ->
                check.unknown(
                        actual, "The push port gave no answer to a request without a key, or none that it should.");
        };
    }

    private static Check port(String expected) {
        return new Check("push port", Severity.FAILURE, expected, FORMULA);
    }
}
