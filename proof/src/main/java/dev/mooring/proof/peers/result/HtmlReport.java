package dev.mooring.proof.peers.result;

import static dev.mooring.capacity.report.HtmlPage.escaped;

import dev.mooring.capacity.input.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison as one self-contained page: a chart of bars for each metric, and the text table below. */
public final class HtmlReport {
    private static final List<Metric> CHARTS = List.of(
            Metric.STATE_PER_CONNECTION,
            Metric.RESIDENT_PER_CONNECTION,
            Metric.FIXED_RESIDENT,
            Metric.SYSCALLS_PER_PING,
            Metric.CPU_PER_PING,
            Metric.CPU_PER_PING_ALONE,
            Metric.CPU_PER_HANDSHAKE,
            Metric.CPU_PER_MESSAGE,
            Metric.CPU_PER_DELIVERY,
            Metric.MESSAGE_P99);

    private final Comparison comparison;

    public HtmlReport(Comparison comparison) {
        this.comparison = comparison;
    }

    public String text() throws IOException {
        String charts = CHARTS.stream()
                .filter(metric -> tallest(metric) > 0)
                .map(this::chart)
                .collect(Collectors.joining());
        String summary =
                "Servers measured in turns by one client. Shorter bars are better; a bar is the median, the line over it the"
                        + " lowest to the highest sample, x the ratio to the C floor in the same round. Rounds: "
                        + comparison.setup().rounds() + ", "
                        + comparison.setup().machine().date() + ", commit "
                        + comparison.setup().machine().commit() + ".";
        return Resource.text(HtmlReport.class, "comparison.html")
                .replace("{{summary}}", escaped(summary))
                .replace("{{charts}}", charts)
                .replace("{{table}}", escaped(new TextReport(comparison).text()));
    }

    private String chart(Metric metric) {
        String unit = metric.unit().isEmpty() ? "" : ", " + metric.unit();
        String rows =
                comparison.columns().stream().map(column -> row(metric, column)).collect(Collectors.joining());
        return "<section><h2>" + escaped(metric.label() + unit) + " <small>" + goal(metric) + "</small></h2>\n" + rows
                + "</section>\n";
    }

    private static String goal(Metric metric) {
        return Goal.of(metric).map(goal -> escaped("goal " + goal.text())).orElse("");
    }

    private String row(Metric metric, Comparison.Column column) {
        return "<div class=\"row " + escaped(column.name()) + "\"><span class=\"name\">" + escaped(column.label())
                + "</span><span class=\"track\">"
                + column.samples()
                        .spread(metric)
                        .map(spread -> bar(spread, tallest(metric)))
                        .orElse("")
                + "</span><span class=\"value " + verdict(metric, column) + "\">"
                + escaped(Cell.medianAndEnds(metric, column.samples(), column.floor())) + "</span></div>\n";
    }

    /** The bar ends at the median; a line over it runs from the lowest sample to the highest. */
    private static String bar(Spread spread, double tallest) {
        String bar = "<span class=\"bar\" style=\"width:" + percent(spread.median(), tallest) + "\"></span>";
        return spread.isOneValue()
                ? bar
                : bar + "<span class=\"ends\" style=\"left:" + percent(spread.lowest(), tallest) + ";width:"
                        + percent(spread.highest() - spread.lowest(), tallest) + "\"></span>";
    }

    private static String percent(double value, double whole) {
        return String.format(Locale.ROOT, "%.1f%%", Math.max(0, 100 * value / whole));
    }

    /** Only Mooring has goals; the others are what it is measured against. */
    private static String verdict(Metric metric, Comparison.Column column) {
        return Goal.of(column.name()).stream()
                .filter(goal -> goal.metric() == metric)
                .findFirst()
                .flatMap(goal -> goal.holds(column.samples(), column.floor()))
                .map(holds -> holds ? "holds" : "misses")
                .orElse("");
    }

    private double tallest(Metric metric) {
        return comparison.columns().stream()
                .flatMap(column -> Stream.of(column.samples().spread(metric)))
                .flatMap(Optional::stream)
                .mapToDouble(Spread::highest)
                .max()
                .orElse(0);
    }
}
