package dev.mooring.loadgenerator.report;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every language setting. */
final class Figures {
    private Figures() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String rounded(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String thousandths(double value) {
        return String.format(Locale.ROOT, "%,.3f", value);
    }

    /** A time in the unit that suits it. */
    static String time(long micros) {
        return micros < 1_000_000
                ? String.format(Locale.ROOT, "%.1f ms", micros / 1e3)
                : String.format(Locale.ROOT, "%.2f s", micros / 1e6);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    static double perSecond(long count, Duration time) {
        return count / Math.max(0.001, time.toNanos() / 1e9);
    }
}
