package dev.mooring.proof.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What verify says of this machine.
 *
 * @param report its JSON report
 */
record HostSummary(JsonNode report) {
    String sentence() {
        int failed = 0;
        int passed = 0;
        int rest = 0;
        for (JsonNode finding : report.path("hosts").path(0).path("findings")) {
            String outcome = finding.path("outcome").asText();
            if (outcome.equals("PASS")) {
                passed++;
            } else if (outcome.equals("FAIL")
                    && finding.path("severity").asText().equals("FAILURE")) {
                failed++;
            } else {
                rest++;
            }
        }
        return passed + " settings as planned, " + failed + " not, " + rest + " to look at: host-tuning/verify --local";
    }
}
