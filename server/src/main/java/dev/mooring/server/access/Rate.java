package dev.mooring.server.access;

import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of connects per time.
 *
 * @param count how many may come in one burst
 * @param time in which that many more may come, evenly spread
 */
public record Rate(int count, Duration time) {
    private static final int MAX = 1_000_000;
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,6})/(s|m|h)");

    /**
     * Reads {@code 20/s}, {@code 20/m} or {@code 20/h}.
     *
     * @throws RefusedException for another text
     */
    public static Rate parse(String name, String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > MAX) {
            throw RefusedException.of(
                    name, text, "is not", "a rate of 1 to " + MAX + " in a time", "write it as 20/s, 20/m or 20/h");
        }
        return new Rate(
                Integer.parseInt(matcher.group(1)),
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(1);
                    case "m" -> Duration.ofMinutes(1);
                    default -> Duration.ofHours(1);
                });
    }
}
