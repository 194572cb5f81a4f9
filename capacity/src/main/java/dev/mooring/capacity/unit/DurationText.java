package dev.mooring.capacity.unit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of a {@link Duration}: {@code 250ms}, {@code 100s}, {@code 15m} or {@code 2h}.
 *
 * <p>No time that is read here is longer than {@link #MAX}, so that whoever counts with it in nanoseconds, adds it to the
 * present or multiplies it by a hundred is safe. A time that is too long is refused where it is read, not where it is used.
 */
public final class DurationText {
    /** 365 days: nanoseconds in 64 bits hold it 292 times. */
    public static final Duration MAX = Duration.ofDays(365);

    private static final Pattern TEXT = Pattern.compile("0*(\\d+)(ms|s|m|h)");
    /** More digits are more than {@link #MAX} in any unit, and fewer fit a long in any unit. */
    private static final int MAX_DIGITS = 12;

    private DurationText() {}

    /**
     * Reads a duration of at most {@link #MAX}.
     *
     * @param name the input's name, for the message
     * @throws RefusedException when the text is not a duration; a bare number is not, its unit would be a guess
     */
    public static Duration parse(String name, String text) {
        return parse(name, text, MAX);
    }

    /**
     * Reads a duration that has a bound of its own, so that one that is too long is told this bound and no other.
     *
     * @param most at most {@link #MAX}
     */
    public static Duration parse(String name, String text, Duration most) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw RefusedException.of(
                    name, text, "is not", "a duration", "write a whole number with ms, s, m or h, as in 100s");
        }
        String digits = matcher.group(1);
        if (digits.length() > MAX_DIGITS) {
            throw tooLong(name, text.strip(), most);
        }
        Duration duration = of(Long.parseLong(digits), matcher.group(2));
        if (duration.compareTo(most) > 0) {
            throw tooLong(name, text.strip(), most);
        }
        return duration;
    }

    /**
     * Returns the duration.
     *
     * @param name the input's name, for the message
     * @throws RefusedException when it is shorter than {@code least} or longer than {@code most}
     */
    public static Duration requireWithin(String name, Duration duration, Duration least, Duration most) {
        if (duration.compareTo(least) < 0) {
            throw RefusedException.of(name, format(duration), "is less than", format(least), "give a longer time");
        }
        if (duration.compareTo(most) > 0) {
            throw tooLong(name, format(duration), most);
        }
        return duration;
    }

    /** The text that {@link #parse} reads back: seconds, or milliseconds where they are not whole. */
    public static String format(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static Duration of(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private static RefusedException tooLong(String name, String text, Duration most) {
        return RefusedException.of(name, text, "is more than", format(most), "give a shorter time");
    }
}
