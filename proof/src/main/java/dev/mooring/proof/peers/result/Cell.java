package dev.mooring.proof.peers.result;

import java.util.Locale;

/** One metric of one server as text. */
final class Cell {
    private Cell() {}

    /** {@code 10.9 ±35%}: no sample is further than that from the median; one sample has no deviation. */
    static String medianAndDeviation(Metric metric, Spread spread) {
        String median = number(metric, spread.median());
        return spread.isOneValue()
                ? median
                : String.format(Locale.ROOT, "%s ±%.0f%%", median, 100 * spread.deviation());
    }

    /** {@code median (lowest-highest) ratio}, for example {@code 10.9 (10.3-14.7) 1.00x}. */
    static String medianAndEnds(Metric metric, Samples samples, Samples floor) {
        return samples.spread(metric)
                .map(spread -> number(metric, spread.median())
                        + (spread.isOneValue()
                                ? ""
                                : " (" + number(metric, spread.lowest()) + "-" + number(metric, spread.highest()) + ")")
                        + samples.ratio(metric, floor)
                                .map(ratio -> " " + ratio(ratio))
                                .orElse(""))
                .orElse("-");
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2fx", ratio);
    }

    static String number(Metric metric, double value) {
        String text = String.format(Locale.ROOT, "%,." + metric.decimals() + "f", value);
        return text.matches("-0(\\.0+)?") ? text.substring(1) : text;
    }
}
