package dev.mooring.hostagent.configuration;

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
}
