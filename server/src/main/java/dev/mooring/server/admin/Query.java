package dev.mooring.server.admin;

import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of an action, each known and given once.
 *
 * @param values the text of each, by name
 */
record Query(Map<String, List<String>> values) {
    static final String WINDOW = "window";

    /**
     * Reads them.
     *
     * @param action what it is called in a refusal
     * @param example of a whole path
     * @throws RefusedException when one is not of the names, or is given twice
     */
    static Query of(String uri, String action, List<String> names, String example) {
        Map<String, List<String>> parameters;
        try {
            parameters = new QueryStringDecoder(uri).parameters();
        } catch (IllegalArgumentException malformed) {
            throw RefusedException.of("query", uri, "is not", "URL-encoded", "write it as " + example);
        }
        parameters.forEach((name, texts) -> require(name, texts, action, names));
        return new Query(parameters);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst);
    }

    /** One that is a duration, no longer than a load balancer waits before it drops what is left. */
    Optional<Duration> window() {
        return text(WINDOW)
                .map(text -> DurationText.requireWithin(
                        WINDOW, DurationText.parse(WINDOW, text), Duration.ZERO, AwsLimits.MAX_DEREGISTRATION));
    }

    private static void require(String name, List<String> texts, String action, List<String> names) {
        String all = String.join(",", texts);
        if (!names.contains(name)) {
            throw RefusedException.of(
                    name, all, "is not", "a parameter of the " + action, "use " + String.join(" and ", names));
        }
        if (texts.size() > 1) {
            throw RefusedException.of(
                    name, all, "is not", name.equals(WINDOW) ? "one duration" : "one number", "give it once");
        }
    }
}
