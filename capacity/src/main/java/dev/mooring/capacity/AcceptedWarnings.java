package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The warnings of verify that may pass: one setting, for the agent's gate and for the exit code of verify itself. */
public final class AcceptedWarnings {
    private AcceptedWarnings() {}

    /**
     * Reads {@code id: reason; id: reason}. A warning without a reason is not accepted: whoever lets it pass says why.
     *
     * @throws RefusedException when an id or a reason is missing
     */
    public static Map<String, String> parse(String text) {
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
