package dev.mooring.rehearsal.measure;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * What {@code host-tuning/verify} says of a machine, counted.
 *
 * @param asPlanned settings that are as planned
 * @param failed settings that keep the machine from holding what is planned
 * @param rest warnings, and what could not be read or does not apply
 */
public record HostFindings(int asPlanned, int failed, int rest) {
    /**
     * Counts the findings of the first host of verify's JSON report.
     *
     * @throws IOException when verify did not reach the host; the message is what it said
     */
    public static HostFindings of(JsonNode report) throws IOException {
        JsonNode host = report.path("hosts").path(0);
        if (!host.has("findings")) {
            throw new IOException(host.path("unreachable").asText("host-tuning/verify reported no findings"));
        }
        int asPlanned = 0;
        int failed = 0;
        int rest = 0;
        for (JsonNode finding : host.path("findings")) {
            String outcome = finding.path("outcome").asText();
            if (outcome.equals("PASS")) {
                asPlanned++;
            } else if (outcome.equals("FAIL")
                    && finding.path("severity").asText().equals("FAILURE")) {
                failed++;
            } else {
                rest++;
            }
        }
        return new HostFindings(asPlanned, failed, rest);
    }
}
