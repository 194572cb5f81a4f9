package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Setting.Sysctl;
import dev.mooring.hosttuning.setting.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The listening sockets of a running server: all ports of the plan, each with the planned backlog. A backlog is fixed at
 * listen(2); a sysctl that was raised later does not reach it.
 */
final class ListenerRule implements Rule {
    private static final String BACKLOG = "net.core.somaxconn";

    /** A line of ss(8): state, waiting connections, backlog, address and port. */
    private static final Pattern LISTENER = Pattern.compile("LISTEN\\s+\\d+\\s+(\\d{1,10})\\s+\\S*:(\\d{1,5})\\s.*");

    @Override
    public List<Finding> check(CheckedHost host) {
        if (host.profile().role() != Role.SERVER
                || host.facts().server().process().isEmpty()) {
            return List.of();
        }
        long backlog = host.profile().ofType(Sysctl.class).stream()
                .filter(sysctl -> sysctl.key().equals(BACKLOG))
                .map(sysctl -> Long.parseLong(sysctl.requirement().value().on(host.memory())))
                .findFirst()
                .orElse(0L);
        Check check =
                new Check("server backlog", Severity.FAILURE, ">= " + backlog, BACKLOG + ", on every port of the plan");
        ProbeSection listeners = host.facts().server().listeners();
        return List.of(
                listeners.isRead()
                        ? check(host, check, listeners, backlog)
                        : check.unknown(Actual.NOTHING, "The listening sockets could not be read with ss."));
    }

    private static Optional<String> moment(CheckedHost host) {
        HostFacts facts = host.facts();
        return facts.server()
                .process()
                .flatMap(server ->
                        ServerMoment.of(server, ServerStatus.of(facts.server().status())));
    }

    private static Finding check(CheckedHost host, Check check, ProbeSection listeners, long backlog) {
        Map<Integer, Long> least = new TreeMap<>();
        listeners
                .text()
                .lines()
                .map(LISTENER::matcher)
                .filter(Matcher::matches)
                .forEach(
                        line -> least.merge(Integer.parseInt(line.group(2)), Long.parseLong(line.group(1)), Math::min));
        List<String> closed = new ArrayList<>();
        List<String> small = new ArrayList<>();
        host.plan().spec().host().ports().ports().forEach(port -> {
            if (!least.containsKey(port)) {
                closed.add(Integer.toString(port));
            } else if (least.getOrDefault(port, 0L) < backlog) {
                small.add(port + " has " + least.get(port));
            }
        });
        Actual actual = Actual.NOTHING.process(least.entrySet().stream()
                .filter(entry -> host.plan().spec().host().ports().contains(entry.getKey()))
                .map(entry -> Long.toString(entry.getValue()))
                .distinct()
                .collect(Collectors.joining(" ")));
        if (least.keySet().stream().noneMatch(host.plan().spec().host().ports()::contains)) {
            Optional<String> moment = moment(host);
            if (moment.isPresent()) {
                return check.unknown(actual, moment.get());
            }
        }
        if (!closed.isEmpty()) {
            return check.fail(
                    actual,
                    "The server does not listen on " + String.join(", ", closed) + ", which the plan counts on.",
                    "set ports=" + host.plan().spec().host().ports() + " in the server's configuration, then "
                            + ServerProcessRule.RESTART,
                    Survival.NO);
        }
        return small.isEmpty()
                ? check.pass(actual, "Every port has it.", Survival.YES)
                : check.fail(
                        actual,
                        "Port " + small.getFirst() + (small.size() > 1 ? ", and " + (small.size() - 1) + " more" : "")
                                + ": it was opened with less, and keeps that until it is opened anew.",
                        ServerProcessRule.RESTART,
                        Survival.YES);
    }
}
