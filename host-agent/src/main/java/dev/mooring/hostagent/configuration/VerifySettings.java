package dev.mooring.hostagent.configuration;

import dev.mooring.capacity.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What must be shown before the host may join.
 *
 * @param command that prints the report of verify as JSON, for {@code /bin/sh}
 * @param plan fingerprint of the plan that the report must be about
 * @param acceptedWarnings ids of the findings that may warn, each with the reason why
 */
public record VerifySettings(String command, String plan, Map<String, String> acceptedWarnings) {
    public VerifySettings {
        acceptedWarnings = Map.copyOf(acceptedWarnings);
    }

    /**
     * Reads {@code id: reason; id: reason}. A warning without a reason is not accepted: whoever lets it pass says why.
     *
     * @throws RefusedException when an id or a reason is missing
     */
    static Map<String, String> acceptedWarnings(String text) {
        Map<String, String> accepted = new LinkedHashMap<>();
        for (String part : text.split(";", -1)) {
            String[] words = part.split(":", 2);
            if (part.isBlank()) {
                continue;
            }
            if (words.length < 2 || words[0].isBlank() || words[1].isBlank()) {
                throw RefusedException.of(
                        "accepted-warnings",
                        part.strip(),
                        "is not",
                        "the id of a finding and a reason",
                        "write it as obsolete keys: they change nothing");
            }
            accepted.put(words[0].strip(), words[1].strip());
        }
        return accepted;
    }
}
