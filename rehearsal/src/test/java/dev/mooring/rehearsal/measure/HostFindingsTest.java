package dev.mooring.rehearsal.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HostFindingsTest {
    @Test
    void countsAFailedWarningAsSomethingToLookAt() throws IOException {
        String report = """
                {"hosts": [{"findings": [
                  {"outcome": "PASS", "severity": "FAILURE"}, {"outcome": "FAIL", "severity": "FAILURE"},
                  {"outcome": "FAIL", "severity": "WARNING"}, {"outcome": "UNKNOWN", "severity": "FAILURE"}]}]}
                """;
        assertEquals(new HostFindings(1, 1, 2), HostFindings.of(new ObjectMapper().readTree(report)));
    }

    @Test
    void countsNothingOfAHostThatWasNotReached() {
        String report = """
                {"exitCode": 3, "hosts": [{"host": "me", "exitCode": 3, "unreachable": "me did not answer; start it"}]}
                """;
        assertEquals("me did not answer; start it", failure(report));
    }

    @Test
    void countsNothingOfAReportWithoutAHost() {
        assertEquals("host-tuning/verify reported no findings", failure("{\"hosts\": []}"));
    }

    private static String failure(String report) {
        return String.valueOf(
                assertThrows(IOException.class, () -> HostFindings.of(new ObjectMapper().readTree(report)))
                        .getMessage());
    }
}
