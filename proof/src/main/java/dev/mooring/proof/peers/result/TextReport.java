package dev.mooring.proof.peers.result;

import dev.mooring.workbench.process.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison as a table for a terminal. */
public final class TextReport {
    private final Comparison comparison;

    public TextReport(Comparison comparison) {
        this.comparison = comparison;
    }

    public String text() {
        return "The numbers that must hold\n\n" + new Table(comparison).text() + "\n" + gaps() + verdicts()
                + new BaselineText(comparison).text() + details()
                + "\n" + circumstances();
    }

    /** What the table cannot show: who is missing from it, and which cells have fewer samples. */
    private String gaps() {
        String text = lines("left out: ", comparison.leftOut()) + lines("failed: ", comparison.failures());
        return text.isEmpty() ? "" : text + "\n";
    }

    private static String lines(String start, List<String> notes) {
        return notes.stream().map(note -> start + note + "\n").collect(Collectors.joining());
    }

    /** Only Mooring has goals; the others are what it is measured against. */
    private String verdicts() {
        return comparison.columns().stream()
                .filter(column -> !Goal.of(column.name()).isEmpty())
                .map(column -> "goals of " + column.label() + ":\n" + verdict(column) + "\n")
                .collect(Collectors.joining());
    }

    private static String verdict(Comparison.Column column) {
        return Goal.of(column.name()).stream()
                .map(goal -> "  " + goal.metric().label()
                        + goal.holds(column.samples(), column.floor())
                                .map(holds -> holds ? ": holds" : ": DOES NOT HOLD")
                                .orElse(": not measured")
                        + "\n")
                .collect(Collectors.joining());
    }

    private String details() {
        return comparison.columns().stream().map(TextReport::details).collect(Collectors.joining());
    }

    private static String details(Comparison.Column column) {
        List<String> details = new ArrayList<>();
        if (!column.syscalls().isEmpty()) {
            details.add("calls per ping+pong " + rates(column));
        }
        Stream.of(Metric.values())
                .filter(metric -> !metric.isColumn())
                .forEach(metric -> column.samples()
                        .spread(metric)
                        .filter(spread -> spread.highest() > 0)
                        .ifPresent(spread -> details.add(
                                metric.label() + " " + Cell.number(metric, spread.median()) + " " + metric.unit())));
        return details.isEmpty() ? "" : column.label() + ": " + String.join("; ", details) + "\n";
    }

    private static String rates(Comparison.Column column) {
        return column.syscalls().entrySet().stream()
                .map(call -> String.format(Locale.ROOT, "%s %.2f", call.getKey(), call.getValue()))
                .collect(Collectors.joining(", "));
    }

    private String circumstances() {
        Provenance machine = comparison.setup().machine();
        String versions = comparison.columns().stream()
                .map(column -> column.label() + " (" + column.version() + ")")
                .collect(Collectors.joining(", "));
        return String.join(
                "\n",
                "servers: " + versions,
                "rounds: " + comparison.setup().rounds()
                        + ", interleaved; median, ± the sample furthest from it, x the C floor in the same round,"
                        + " over wss that with OpenSSL;"
                        + " system calls, and without a baseline memory, in the first round only",
                "state: live heap of a Java server, unshared memory of the others; echo latency is that of a closed"
                        + " loop, so its mean is connections / rate; server on core 0, client on core 1, loopback",
                "sizes: " + comparison.setup().scale(),
                "machine: " + machine.cpu() + ", " + machine.cores() + " cores, " + machine.kernel() + ", "
                        + machine.jdk(),
                "date " + machine.date() + ", commit " + machine.commit() + ", load average before "
                        + machine.load().before() + ", after " + machine.load().after(),
                "Read CPU figures as ratios only, and differences under 25 % as none"
                        + " when the load is above 1 before the run.",
                "");
    }
}
