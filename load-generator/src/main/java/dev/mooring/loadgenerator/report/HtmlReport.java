package dev.mooring.loadgenerator.report;

import static dev.mooring.capacity.report.HtmlPage.escaped;

import dev.mooring.capacity.input.Resource;
import dev.mooring.capacity.kernel.Machine;
import dev.mooring.capacity.report.HtmlPage;
import dev.mooring.loadgenerator.run.Outcome;
import java.util.stream.Collectors;

/** One page with the figures and charts of a run; needs nothing from the network. */
public final class HtmlReport {
    private HtmlReport() {}

    public static String of(Report report) {
        String body = Resource.text(HtmlReport.class, "report.html")
                .replace("${title}", escaped(title(report)))
                .replace("${class}", report.verdict().passed() ? "passed" : "failed")
                .replace("${verdict}", report.verdict().text())
                .replace("${problems}", problems(report))
                .replace("${tiles}", tiles(report))
                .replace(
                        "${charts}",
                        Charts.of(report.outcome()).stream().map(Chart::svg).collect(Collectors.joining()))
                .replace("${table}", escaped(TextReport.of(report.plan(), report.outcome(), report.verdict())))
                .replace("${machine}", machine(report.machine()));
        return new HtmlPage(title(report), body).text();
    }

    private static String title(Report report) {
        return Figures.count(report.plan().ramp().connections()) + " WebSockets to "
                + report.plan().target();
    }

    private static String problems(Report report) {
        return report.verdict().problems().stream()
                .map(problem -> "<li>" + escaped(problem) + "</li>")
                .collect(Collectors.joining());
    }

    private static String tiles(Report report) {
        var outcome = report.outcome();
        var connect = outcome.measurement().connectMicros();
        var held = outcome.hold().totals();
        return tile("open at the end of the hold", Figures.count(held.open()))
                + tile(
                        "connections opened a second",
                        Figures.rounded(Figures.perSecond(
                                outcome.ramp().totals().connections().opened(),
                                outcome.ramp().time())))
                + tile("connect latency p99", Figures.time(connect.getValueAtPercentile(99)))
                + tile("lost", Figures.count(held.lostCount()))
                + (held.connections().moved() > 0
                        ? tile(
                                "moved: closed by the server as expected",
                                Figures.count(held.connections().moved()))
                        : "")
                + tile("pings received", Figures.count(held.frames().pings()))
                + delivery(outcome)
                + tile("longest ping gap", Figures.time(outcome.measurement().longestGapMillis() * 1000));
    }

    private static String delivery(Outcome outcome) {
        var deliveries = outcome.end().deliveries();
        if (deliveries.published() == 0) {
            return "";
        }
        return tile("deliveries", Figures.count(deliveries.received()))
                + tile("deliveries lost", Figures.count(deliveries.missing()))
                + tile(
                        "delivery latency p99",
                        Figures.time(outcome.measurement().deliveryMicros().getValueAtPercentile(99)));
    }

    private static String tile(String name, String value) {
        return "<div><b>" + value + "</b>" + name + "</div>\n";
    }

    private static String machine(Machine machine) {
        return row("Command", machine.command())
                + row("Date", machine.date())
                + row("Host", machine.host())
                + row(
                        "Processor",
                        machine.processor().count() + " x "
                                + machine.processor().model())
                + row("Memory", machine.memory())
                + row("Kernel", machine.kernel())
                + row("JDK", machine.jdk());
    }

    private static String row(String name, String value) {
        return "<tr><th>" + name + "</th><td>" + escaped(value) + "</td></tr>\n";
    }
}
