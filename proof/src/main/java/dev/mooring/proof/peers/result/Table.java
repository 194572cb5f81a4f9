package dev.mooring.proof.peers.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One row a server, one column a metric and one more for its ratio to the floor; the goals of Mooring are the last row. */
final class Table {
    private static final List<Metric> COLUMNS =
            Stream.of(Metric.values()).filter(Metric::isColumn).toList();

    private final Comparison comparison;

    Table(Comparison comparison) {
        this.comparison = comparison;
    }

    String text() {
        List<List<String>> rows = new ArrayList<>(List.of(headings(), units()));
        comparison.columns().forEach(column -> rows.add(row(column)));
        rows.add(goals());
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(place -> rows.stream()
                        .mapToInt(row -> row.get(place).length())
                        .max()
                        .orElseThrow())
                .toArray();
        return rows.stream().map(row -> aligned(row, widths) + "\n").collect(Collectors.joining());
    }

    private static List<String> headings() {
        return cells(Metric::heading, "x");
    }

    private static List<String> units() {
        return cells(Metric::unit, "floor");
    }

    private static List<String> cells(Function<Metric, String> text, String ratio) {
        List<String> cells = new ArrayList<>(List.of(""));
        for (Metric metric : COLUMNS) {
            cells.add(text.apply(metric));
            if (metric.hasRatio()) {
                cells.add(ratio);
            }
        }
        return cells;
    }

    private List<String> row(Comparison.Column column) {
        List<String> cells = new ArrayList<>(List.of(column.label()));
        for (Metric metric : COLUMNS) {
            cells.add(column.samples()
                    .spread(metric)
                    .map(spread -> Cell.medianAndDeviation(metric, spread))
                    .orElse("-"));
            if (metric.hasRatio()) {
                cells.add(column.samples()
                        .ratio(metric, column.floor())
                        .map(Cell::ratio)
                        .orElse("-"));
            }
        }
        return cells;
    }

    private static List<String> goals() {
        List<String> cells = new ArrayList<>(List.of("goal of Mooring"));
        for (Metric metric : COLUMNS) {
            var goal = Goal.of(metric);
            cells.add(goal.filter(bound -> !bound.asRatio()).map(Goal::text).orElse(""));
            if (metric.hasRatio()) {
                cells.add(goal.filter(Goal::asRatio).map(Goal::text).orElse(""));
            }
        }
        return cells;
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
}
