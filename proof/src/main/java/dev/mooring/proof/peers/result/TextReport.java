package dev.mooring.proof.peers.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A comparison as a table for a terminal. */
public final class TextReport {
    private final Comparison comparison;

    public TextReport(Comparison comparison) {
        this.comparison = comparison;
    }

    public String text() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(heading());
        for (Metric metric : Metric.values()) {
            if (comparison.columns().stream()
                    .anyMatch(column -> !column.samples().of(metric).isEmpty())) {
                rows.add(row(metric));
            }
        }
        return "The numbers that must hold\n\n" + aligned(rows) + "\n" + verdicts() + syscalls() + "\n"
                + circumstances();
    }

    /** {@code median (lowest-highest) ratio}, for example {@code 10.9 (10.3-14.7) 1.00x}. */
    static String cell(Metric metric, Samples samples, Samples floor) {
        return samples.spread(metric)
                .map(spread -> number(metric, spread.median())
                        + (spread.isOneValue()
                                ? ""
                                : " (" + number(metric, spread.lowest()) + "-" + number(metric, spread.highest()) + ")")
                        + samples.ratio(metric, floor)
                                .map(ratio -> String.format(Locale.ROOT, " %.2fx", ratio))
                                .orElse(""))
                .orElse("-");
    }

    private static String number(Metric metric, double value) {
        String text = String.format(Locale.ROOT, "%,." + metric.decimals() + "f", value);
        return text.matches("-0(\\.0+)?") ? text.substring(1) : text;
    }

    private List<String> heading() {
        List<String> cells = new ArrayList<>(List.of("", "goal"));
        comparison.columns().forEach(column -> cells.add(column.label()));
        return cells;
    }

    private List<String> row(Metric metric) {
        List<String> cells = new ArrayList<>();
        cells.add(metric.label() + (metric.unit().isEmpty() ? "" : ", " + metric.unit()));
        cells.add(Goal.of(metric).map(Goal::text).orElse(""));
        comparison.columns().forEach(column -> cells.add(cell(metric, column.samples(), comparison.floor())));
        return cells;
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(place -> rows.stream()
                        .mapToInt(row -> row.get(place).length())
                        .max()
                        .orElseThrow())
                .toArray();
        return rows.stream().map(row -> aligned(row, widths) + "\n").collect(Collectors.joining());
    }

    private static String aligned(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(place -> String.format(
                        Locale.ROOT,
                        place == 0 ? "%-" + widths[place] + "s" : "%" + widths[place] + "s",
                        row.get(place)))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    /** Only Mooring has goals; the others are what it is measured against. */
    private String verdicts() {
        return comparison.columns().stream()
                .filter(column -> "mooring".equals(column.name()))
                .map(column -> "goals of " + column.label() + ":\n" + verdict(column) + "\n")
                .collect(Collectors.joining());
    }

    private String verdict(Comparison.Column column) {
        return Goal.ALL.stream()
                .map(goal -> "  " + goal.metric().label()
                        + goal.holds(column.samples(), comparison.floor())
                                .map(holds -> holds ? ": holds" : ": DOES NOT HOLD")
                                .orElse(": not measured")
                        + "\n")
                .collect(Collectors.joining());
    }

    private String syscalls() {
        return comparison.columns().stream()
                .filter(column -> !column.syscalls().isEmpty())
                .map(column -> "calls per ping+pong, " + column.label() + ": " + rates(column) + "\n")
                .collect(Collectors.joining());
    }

    private static String rates(Comparison.Column column) {
        return column.syscalls().entrySet().stream()
                .map(call -> String.format(Locale.ROOT, "%s %.2f", call.getKey(), call.getValue()))
                .collect(Collectors.joining(", "));
    }

    private String circumstances() {
        Machine machine = comparison.machine();
        String versions = comparison.columns().stream()
                .map(column -> column.label() + " (" + column.version() + ")")
                .collect(Collectors.joining(", "));
        return String.join(
                "\n",
                "servers: " + versions,
                "rounds: " + comparison.rounds()
                        + ", interleaved; median (lowest-highest), ratio to the C floor in the same"
                        + " round; server on core 0, client on core 1, loopback",
                "sizes: " + comparison.sizes(),
                "machine: " + machine.cpu() + ", " + machine.cores() + " cores, " + machine.kernel() + ", "
                        + machine.jdk(),
                "date " + machine.date() + ", commit " + machine.commit() + ", load average before "
                        + machine.loadBefore() + ", after " + machine.loadAfter(),
                "Read CPU figures as ratios only, and differences under 25 % as none"
                        + " when the load is above 1 before the run.",
                "");
    }
}
