package dev.mooring.capacity.unit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size in bytes, written {@code 65536}, {@code 64KiB}, {@code 4MiB} or {@code 1GiB}.
 *
 * @param count the number of bytes, 0 or more
 */
public record Bytes(long count) implements Comparable<Bytes> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB)?");

    /** The largest number before a unit: no unit makes a long overflow. */
    private static final long MAX_NUMBER = Long.MAX_VALUE >> 30;

    public Bytes {
        if (count < 0) {
            throw RefusedException.of("size", count, "is less than", "0", "give a size of 0 bytes or more");
        }
    }

    public static Bytes of(long count) {
        return new Bytes(count);
    }

    public static Bytes kibi(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 10));
    }

    public static Bytes mebi(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 20));
    }

    public static Bytes gibi(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 30));
    }

    /**
     * Reads a size.
     *
     * @param name the input's name, for the message
     * @throws RefusedException when the text is not a size
     */
    public static Bytes parse(String name, String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw RefusedException.of(
                    name, text, "is not", "a size", "write a whole number with B, KiB, MiB or GiB, as in 64KiB");
        }
        long number = Long.parseLong(matcher.group(1));
        if (number > MAX_NUMBER) {
            throw RefusedException.of(name, text, "is more than", MAX_NUMBER, "give a smaller number or another unit");
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        return new Bytes(Math.multiplyExact(
                number,
                switch (unit) {
                    case "KiB" -> 1L << 10;
                    case "MiB" -> 1L << 20;
                    case "GiB" -> 1L << 30;
                    default -> 1L;
                }));
    }

    public Bytes plus(Bytes other) {
        return new Bytes(Math.addExact(count, other.count));
    }

    public Bytes times(long factor) {
        return new Bytes(Math.multiplyExact(count, factor));
    }

    /** The size in human-readable form: one decimal of the largest binary unit that gives at least 1, as in {@code 2.2 GiB}. */
    public String human() {
        if (count < 1024) {
            return count + " B";
        }
        double value = count;
        int unit = -1;
        while (value >= 1024 && unit < 2) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, new String[] {"KiB", "MiB", "GiB"}[unit]);
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(count, other.count);
    }

    /** The exact text that {@link #parse} reads back, in the largest unit that divides it. */
    @Override
    public String toString() {
        if (count != 0 && count % (1L << 30) == 0) {
            return (count >> 30) + "GiB";
        }
        if (count != 0 && count % (1L << 20) == 0) {
            return (count >> 20) + "MiB";
        }
        if (count != 0 && count % (1L << 10) == 0) {
            return (count >> 10) + "KiB";
        }
        return count + "B";
    }
}
