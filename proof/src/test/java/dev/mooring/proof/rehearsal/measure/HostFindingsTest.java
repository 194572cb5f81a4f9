package dev.mooring.proof.rehearsal.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class HostFindingsTest {
    @Test
    void countsAFailedWarningAsSomethingToLookAt() throws JsonProcessingException {
        String report = """
                {"hosts": [{"findings": [
                  {"outcome": "PASS", "severity": "FAILURE"}, {"outcome": "FAIL", "severity": "FAILURE"},
                  {"outcome": "FAIL", "severity": "WARNING"}, {"outcome": "UNKNOWN", "severity": "FAILURE"}]}]}
                """;
        assertEquals(new HostFindings(1, 1, 2), HostFindings.of(new ObjectMapper().readTree(report)));
    }
}
