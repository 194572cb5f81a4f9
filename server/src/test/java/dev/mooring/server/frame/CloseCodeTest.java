package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseCodeTest {
    private final ClientFrames client = new ClientFrames();

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void takesACodeThatMayBeSent(int code) {
        assertEvent("close " + code, client.close(code, "\u03ba"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void refusesACodeThatMayNotBeSent(int code) {
        assertEvent("violation 1002 close code not allowed", client.close(code, ""));
    }

    @Test
    void reportsThatACloseHadNoCode() {
        assertEvent("close 1005", client.frame(ClientFrames.FINAL | 8, ""));
    }

    @Test
    void takesTheLongestReason() {
        assertEvent("close 1000", client.close(1000, "r".repeat(123)));
    }

    private static void assertEvent(String expected, ClientFrames client) {
        assertEquals(List.of(expected), Splits.decode(FrameLimits.DEFAULT, client.bytes()));
    }
}
