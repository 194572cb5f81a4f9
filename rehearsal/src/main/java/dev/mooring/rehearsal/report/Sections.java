package dev.mooring.rehearsal.report;

import static dev.mooring.rehearsal.report.Quantity.bytes;
import static dev.mooring.rehearsal.report.Quantity.count;
import static dev.mooring.rehearsal.report.Quantity.dollars;
import static dev.mooring.rehearsal.report.Quantity.micros;
import static dev.mooring.rehearsal.report.Quantity.percent;
import static dev.mooring.rehearsal.report.Quantity.seconds;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.rehearsal.measure.ConnectionMemory;
import dev.mooring.rehearsal.measure.DrainCurve;
import dev.mooring.rehearsal.measure.HostFindings;
import dev.mooring.rehearsal.measure.KeepaliveWindow;
import dev.mooring.rehearsal.measure.RehearsalResult;
import dev.mooring.rehearsal.measure.StackFindings;
import dev.mooring.rehearsal.measure.StackFindings.NotSynthesized;
import dev.mooring.rehearsal.measure.StackFindings.Synthesized;
import dev.mooring.rehearsal.report.Section.Figure;
import dev.mooring.workbench.shipped.SwarmReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sections of the report, in the order they are shown. A further part of the report is one more of them. */
public final class Sections {
    private Sections() {}

    public static List<Section> of(RehearsalResult result, CapacityPlan plan, Optional<HostFindings> host) {
        List<Section> sections = new ArrayList<>();
        sections.add(connections(result));
        result.measured().memory().ifPresent(memory -> sections.add(oneConnection(memory)));
        sections.add(server(result));
        sections.add(planned(plan, result, host));
        return sections;
    }

    /** What is too long for the screen. */
    public static List<Section> details(RehearsalResult result) {
        return result
                .stack()
                .filter(Synthesized.class::isInstance)
                .map(Synthesized.class::cast)
                .map(Sections::stack)
                .stream()
                .toList();
    }

    private static Section connections(RehearsalResult result) {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "held",
                result.measured().held(),
                "held",
                count(result.measured().held()),
                "of " + count(result.asked().connections())));
        result.swarm().ifPresent(swarm -> {
            figures.add(new Figure(
                    "lost",
                    swarm.lostCount(),
                    "lost",
                    count(swarm.lostCount()),
                    "during the hold, or closed by the drain without 1012"));
            figures.add(new Figure(
                    "pingsAnswered",
                    swarm.pings(),
                    "pings answered",
                    count(swarm.pings()),
                    "keepalive " + DurationText.format(result.asked().keepalive()) + ", short to fit in a rehearsal"));
        });
        return new Section("connections", "Connections", figures);
    }

    private static Section oneConnection(ConnectionMemory memory) {
        return new Section(
                "oneConnection",
                "One connection",
                List.of(
                        new Figure(
                                "heapBytes",
                                memory.heap(),
                                "heap",
                                bytes(memory.heap()),
                                "live objects; the plan counts " + bytes(MeasuredCosts.HEAP_PLANNED)),
                        new Figure(
                                "residentBytes",
                                memory.resident(),
                                "resident memory",
                                bytes(memory.resident()),
                                "growth of the server's process"),
                        new Figure(
                                "kernelBytes",
                                memory.kernel().bytes(),
                                "kernel",
                                bytes(memory.kernel().bytes()),
                                memory.kernel().source().text() + "; the plan counts "
                                        + bytes(MeasuredCosts.KERNEL_PLANNED))));
    }

    private static Section server(RehearsalResult result) {
        List<Figure> figures = new ArrayList<>();
        result.swarm().ifPresent(swarm -> figures.addAll(ramp(swarm)));
        result.measured().keepaliveWindow().ifPresent(window -> figures.add(cpuPerPing(window)));
        result.swarm()
                .filter(swarm -> swarm.pingIntervalMillis().p50() > 0)
                .ifPresent(swarm -> figures.addAll(pingIntervals(swarm)));
        result.measured().drain().ifPresent(drain -> figures.addAll(drain(drain)));
        return new Section("server", "Server", figures);
    }

    private static List<Figure> ramp(SwarmReport swarm) {
        long p50 = swarm.connectMicros().p50();
        long p99 = swarm.connectMicros().p99();
        return List.of(
                new Figure(
                        "handshakesPerSecond",
                        swarm.handshakesPerSecond(),
                        "handshakes",
                        count(Math.round(swarm.handshakesPerSecond())) + "/s",
                        "as fast as they open; clients and server share the processors"),
                new Figure("connectP50Micros", p50, "connect latency", micros(p50), "p50, at that pace"),
                new Figure("connectP99Micros", p99, "", micros(p99), "p99"));
    }

    private static Figure cpuPerPing(KeepaliveWindow window) {
        return new Figure(
                "cpuPerPingMicros",
                window.cpuMicrosPerPing(),
                "CPU per ping",
                micros(window.cpuMicrosPerPing()),
                count(window.pings()) + " pings in " + seconds(window.length().toMillis()) + "; the plan counts "
                        + micros(MeasuredCosts.PING_CPU.toNanos() / 1e3));
    }

    private static List<Figure> pingIntervals(SwarmReport swarm) {
        long p50 = swarm.pingIntervalMillis().p50();
        long p99 = swarm.pingIntervalMillis().p99();
        return List.of(
                new Figure("pingIntervalP50Millis", p50, "ping interval", seconds(p50), "p50, at the clients"),
                new Figure("pingIntervalP99Millis", p99, "", seconds(p99), "p99"));
    }

    private static List<Figure> drain(DrainCurve drain) {
        return List.of(
                new Figure(
                        "drainMillis",
                        drain.length().toMillis(),
                        "drain",
                        seconds(drain.length().toMillis()),
                        "1012 to everybody over " + DurationText.format(drain.window())),
                new Figure(
                        "drainUnevenness",
                        drain.unevenness(),
                        "",
                        percent(drain.unevenness()),
                        "off an even pace, at most"));
    }

    private static Section planned(CapacityPlan plan, RehearsalResult result, Optional<HostFindings> host) {
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure(
                        "connections",
                        plan.maxConnections(),
                        "connections",
                        count(plan.maxConnections()),
                        plan.host().memory().used().human() + " of "
                                + plan.spec().instance().hardware().memory().human() + " of memory"),
                new Figure(
                        "firstLimit",
                        plan.bindingLimit().connections(),
                        "first limit",
                        count(plan.bindingLimit().connections()),
                        plan.bindingLimit().name()),
                new Figure(
                        "dollarsPerMonth",
                        plan.cost().total(),
                        "cost a month",
                        dollars(plan.cost().total()),
                        "the whole bill of the idle fleet")));
        result.stack().ifPresent(stack -> figures.add(resources(stack)));
        host.ifPresent(verified -> figures.add(new Figure(
                "hostSettingsFailed",
                verified.failed(),
                "this host lacks",
                count(verified.failed()),
                "settings of the plan; " + verified.asPlanned() + " are there: host-tuning/verify --local")));
        return new Section(
                "planned", "The same server on " + plan.spec().instance().name(), figures);
    }

    private static Figure resources(StackFindings stack) {
        return switch (stack) {
            case Synthesized made ->
                new Figure(
                        "stackResources",
                        made.resources(),
                        "stack",
                        count(made.resources()),
                        "resources to deploy, no rule broken: infra/synth --summary");
            case NotSynthesized(String reason) ->
                new Figure("stackMissing", reason, "stack", "-", "not synthesized: " + reason);
        };
    }

    private static Section stack(Synthesized stack) {
        return new Section(
                "stack",
                "The stack that a deployment creates",
                stack.lines().entrySet().stream()
                        .map(line -> new Figure(line.getKey(), line.getValue(), line.getKey(), "", line.getValue()))
                        .toList());
    }
}
