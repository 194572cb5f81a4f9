package dev.mooring.hosttuning.verify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as unit files and {@code systemctl show} write them (systemd.time(7)). */
final class TimeSpan {
    private static final Pattern PART =
            Pattern.compile("\\s*(\\d++(?:\\.\\d*+)?+(?!\\.)|\\.\\d++(?!\\.))\\s*([a-zA-Zµμ]*)");

    private static final String INFINITY = "infinity";
    private static final BigDecimal MINUTE = BigDecimal.valueOf(60);
    private static final BigDecimal HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal DAY = BigDecimal.valueOf(86_400);
    private static final BigDecimal WEEK = BigDecimal.valueOf(604_800);
    private static final BigDecimal MONTH = BigDecimal.valueOf(2_629_800);
    private static final BigDecimal YEAR = BigDecimal.valueOf(31_557_600);
    private static final BigDecimal MILLI = BigDecimal.valueOf(1, 3);
    private static final BigDecimal MICRO = BigDecimal.valueOf(1, 6);

    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("", BigDecimal.ONE),
            Map.entry("s", BigDecimal.ONE),
            Map.entry("sec", BigDecimal.ONE),
            Map.entry("second", BigDecimal.ONE),
            Map.entry("seconds", BigDecimal.ONE),
            Map.entry("m", MINUTE),
            Map.entry("min", MINUTE),
            Map.entry("minute", MINUTE),
            Map.entry("minutes", MINUTE),
            Map.entry("h", HOUR),
            Map.entry("hr", HOUR),
            Map.entry("hour", HOUR),
            Map.entry("hours", HOUR),
            Map.entry("d", DAY),
            Map.entry("day", DAY),
            Map.entry("days", DAY),
            Map.entry("w", WEEK),
            Map.entry("week", WEEK),
            Map.entry("weeks", WEEK),
            Map.entry("M", MONTH),
            Map.entry("month", MONTH),
            Map.entry("months", MONTH),
            Map.entry("y", YEAR),
            Map.entry("year", YEAR),
            Map.entry("years", YEAR),
            Map.entry("ms", MILLI),
            Map.entry("msec", MILLI),
            Map.entry("us", MICRO),
            Map.entry("usec", MICRO),
            Map.entry("µs", MICRO),
            Map.entry("μs", MICRO));

    private TimeSpan() {}

    /** A span that limits something in a unit file, where nothing at all means no limit. */
    static Optional<String> limit(String span) {
        return sum(span.strip())
                .filter(sum -> sum.compareTo(MICRO) >= 0)
                .map(TimeSpan::whole)
                .or(() -> seconds(span).map(nothing -> INFINITY));
    }

    /** The whole seconds in a span, or {@code infinity}; empty for what is no span, which systemd ignores. */
    static Optional<String> seconds(String span) {
        String text = span.strip();
        return text.equals(INFINITY) ? Optional.of(text) : sum(text).map(TimeSpan::whole);
    }

    private static String whole(BigDecimal seconds) {
        return seconds.setScale(0, RoundingMode.FLOOR).toPlainString();
    }

    private static Optional<BigDecimal> sum(String text) {
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            BigDecimal unit = UNITS.get(part.group(2));
            if (unit == null) {
                return Optional.empty();
            }
            sum = sum.add(new BigDecimal(part.group(1)).multiply(unit));
            end = part.end();
        }
        return end == 0 || end < text.length() ? Optional.empty() : Optional.of(sum);
    }
}
