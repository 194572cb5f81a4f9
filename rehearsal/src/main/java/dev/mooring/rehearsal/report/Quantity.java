package dev.mooring.rehearsal.report;

import dev.mooring.capacity.unit.Bytes;
import java.util.Locale;

/** Numbers as people read them, the same in every language setting. */
public final class Quantity {
    private Quantity() {}

    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    public static String bytes(double value) {
        return String.format(Locale.ROOT, "%,.0f B", value);
    }

    public static String bytes(Bytes value) {
        return bytes((double) value.count());
    }

    public static String micros(long value) {
        return micros((double) value);
    }

    /** Microseconds, in the unit that suits them. */
    public static String micros(double value) {
        return value < 1_000
                ? String.format(Locale.ROOT, "%.1f us", value)
                : value < 1_000_000
                        ? String.format(Locale.ROOT, "%.1f ms", value / 1e3)
                        : String.format(Locale.ROOT, "%.2f s", value / 1e6);
    }

    public static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1e3);
    }

    public static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", part * 100);
    }

    public static String dollars(double value) {
        return String.format(Locale.ROOT, "$%,.2f", value);
    }
}
