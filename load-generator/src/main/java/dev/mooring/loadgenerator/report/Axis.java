package dev.mooring.loadgenerator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * One axis of a chart: where a value lies between 0 and 1, and which values are named.
 *
 * @param label what it shows, with the unit
 */
record Axis(String label, List<Tick> ticks, DoubleUnaryOperator place) {
    private static final int STEPS = 5;

    record Tick(double value, String name) {}

    /** From one value to the next round one at or above the other. */
    static Axis linear(String label, double low, double high) {
        double step = roundStep((Math.max(high, low + 1e-9) - low) / STEPS);
        double first = Math.floor(low / step) * step;
        double last = Math.max(Math.ceil(high / step - 1e-9) * step, first + step);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; first + i * step <= last + step / 2; i++) {
            ticks.add(new Tick(first + i * step, name(first + i * step)));
        }
        return new Axis(label, ticks, value -> (value - first) / (last - first));
    }

    /** Powers of ten around two values above 0. */
    static Axis logarithmic(String label, double low, double high) {
        double first = Math.floor(Math.log10(low));
        double last = Math.max(first + 1, Math.ceil(Math.log10(high)));
        List<Tick> ticks = new ArrayList<>();
        for (double power = first; power <= last; power++) {
            ticks.add(new Tick(Math.pow(10, power), name(Math.pow(10, power))));
        }
        return new Axis(label, ticks, value -> (Math.log10(value) - first) / (last - first));
    }

    /** Percentiles, each further nine as wide as the one before; the axis ends at the last that the count can tell. */
    static Axis percentile(String label, long count) {
        double last = Math.max(2, Math.log10((double) count));
        List<Tick> ticks = new ArrayList<>(List.of(new Tick(0, "0"), new Tick(50, "50")));
        for (double value : new double[] {90, 99, 99.9, 99.99, 99.999}) {
            if (nines(value) <= last + 1e-9) {
                ticks.add(new Tick(value, Double.toString(value).replaceAll("\\.0$", "")));
            }
        }
        return new Axis(label, ticks, value -> Math.min(1, nines(value) / last));
    }

    private static double nines(double percentile) {
        return percentile >= 100 ? Double.MAX_VALUE : -Math.log10(1 - percentile / 100);
    }

    private static double roundStep(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double factor : new double[] {1, 2, 5}) {
            if (raw <= factor * power * 1.000001) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String name(double value) {
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, "%.6f", value).replaceAll("0+$", "");
    }
}
