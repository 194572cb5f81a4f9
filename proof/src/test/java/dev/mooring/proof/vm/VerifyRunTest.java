package dev.mooring.proof.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class VerifyRunTest {
    @Test
    void countsTheOutcomesOfAHost() throws JsonProcessingException {
        assertEquals(new VerifyRun("before", 10, 2, 1, 2, 998_976, "nofile of the server"), check("before", 10, """
                "headroom": {"connections": 998976, "bindingLimit": "nofile of the server"},
                "findings": [
                  {"outcome": "PASS", "severity": "FAILURE"}, {"outcome": "FAIL", "severity": "FAILURE"},
                  {"outcome": "FAIL", "severity": "WARNING"}, {"outcome": "UNKNOWN", "severity": "FAILURE"},
                  {"outcome": "PASS", "severity": "WARNING"}]"""));
    }

    @Test
    void isACheckThatDidNotPassWhenTheHostWasNotReached() throws JsonProcessingException {
        assertEquals(new VerifyRun("at load", 12, 0, 0, 0, 0, "unreachable"), check("at load", 12, """
                "unreachable": "The host did not answer within 300 s; check its security group\""""));
    }

    private static VerifyRun check(String moment, int code, String host) throws JsonProcessingException {
        return VerifyRun.of(moment, code, new ObjectMapper().readTree("""
                {"exitCode": %1$d, "hosts": [{"host": "debian@127.0.0.1", "exitCode": %1$d, %2$s}]}""".formatted(code, host)));
    }
}
