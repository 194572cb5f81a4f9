package dev.mooring.capacity.unit;

import dev.mooring.capacity.RefusedException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of a {@link Duration}: {@code 250ms}, {@code 100s}, {@code 15m} or {@code 2h}. */
public final class DurationText {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})(ms|s|m|h)");

    private DurationText() {}

    /**
     * Reads a duration.
     *
     * @param name the input's name, for the message
     * @throws RefusedException when the text is not a duration; a bare number is not, its unit would be a guess
     */
    public static Duration parse(String name, String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw RefusedException.of(
                    name, text, "is not", "a duration", "write a whole number with ms, s, m or h, as in 100s");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** The text that {@link #parse} reads back: seconds, or milliseconds where they are not whole. */
    public static String format(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
