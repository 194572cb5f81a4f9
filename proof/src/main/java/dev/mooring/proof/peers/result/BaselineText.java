package dev.mooring.proof.peers.result;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This tree's Mooring beside another build of it, metric by metric: what a change cost or saved. */
final class BaselineText {
    private static final double WIDE = 0.1;

    private final Comparison comparison;

    BaselineText(Comparison comparison) {
        this.comparison = comparison;
    }

    /** Empty when no other build was measured. */
    String text() {
        return column("mooring")
                .flatMap(own -> column("mooring-baseline").map(baseline -> text(own.samples(), baseline.samples())))
                .orElse("");
    }

    private Optional<Comparison.Column> column(String name) {
        return comparison.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    private static String text(Samples own, Samples baseline) {
        return "Mooring, its baseline, and the median of the ratios of the rounds (lowest to highest):\n"
                + Stream.of(Metric.values())
                        .map(metric -> line(metric, own, baseline))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining())
                + "\n";
    }

    private static Optional<String> line(Metric metric, Samples own, Samples baseline) {
        return own.ratios(metric, baseline)
                .filter(ratios -> Double.isFinite(ratios.median()))
                .map(ratios -> String.format(
                        Locale.ROOT,
                        "  %-64s %8s %8s %-3s %.3fx (%.3f to %.3f)%s\n",
                        metric.label(),
                        median(metric, own),
                        median(metric, baseline),
                        metric.unit(),
                        ratios.median(),
                        ratios.lowest(),
                        ratios.highest(),
                        ratios.deviation() > WIDE ? ", wide: take five rounds" : ""));
    }

    private static String median(Metric metric, Samples samples) {
        return samples.spread(metric)
                .map(spread -> Cell.number(metric, spread.median()))
                .orElse("-");
    }
}
