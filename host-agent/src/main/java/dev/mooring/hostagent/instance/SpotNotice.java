package dev.mooring.hostagent.instance;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The notice of a spot interruption.
 *
 * @param action {@code terminate}, {@code stop} or {@code hibernate}; each ends every connection
 * @param time when EC2 acts
 */
public record SpotNotice(String action, Instant time) {
    private static final Pattern ACTION = Pattern.compile("\"action\"\\s*:\\s*\"([a-z]+)\"");
    private static final Pattern TIME = Pattern.compile("\"time\"\\s*:\\s*\"([^\"]+)\"");

    /** Reads a document such as {@code {"action": "terminate", "time": "2026-11-24T12:00:00Z"}}. */
    static SpotNotice parse(String json) {
        return new SpotNotice(value(ACTION, json), Instant.parse(value(TIME, json)));
    }

    private static String value(Pattern pattern, String json) {
        Matcher matcher = pattern.matcher(json);
        if (!matcher.find()) {
            throw new IllegalArgumentException("not a spot notice: " + json);
        }
        return matcher.group(1);
    }
}
