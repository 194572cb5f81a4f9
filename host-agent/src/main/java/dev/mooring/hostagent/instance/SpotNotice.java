package dev.mooring.hostagent.instance;

import java.io.IOException;
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
    private static final Pattern TIME =
            Pattern.compile("\"time\"\\s*:\\s*\"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)\"");

    /** Reads a document such as {@code {"action": "terminate", "time": "2026-11-24T12:00:00Z"}}. */
    static SpotNotice parse(String json) throws IOException {
        return new SpotNotice(value(ACTION, json), Instant.parse(value(TIME, json)));
    }

    private static String value(Pattern pattern, String json) throws IOException {
        Matcher matcher = pattern.matcher(json);
        if (!matcher.find()) {
            throw new IOException("the metadata has a spot notice that cannot be read: " + json);
        }
        return matcher.group(1);
    }
}
