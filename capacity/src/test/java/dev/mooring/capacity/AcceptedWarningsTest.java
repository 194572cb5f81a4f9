package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AcceptedWarningsTest {
    @Test
    void readsEachIdWithItsReason() {
        assertEquals(
                Map.of("obsolete keys", "they change nothing", "session", "nobody: logs in"),
                AcceptedWarnings.parse(" obsolete keys : they change nothing ; session: nobody: logs in;"));
    }

    @Test
    void readsNothingOfNothing() {
        assertEquals(Map.of(), AcceptedWarnings.parse("  "));
    }

    @Test
    void refusesAWarningWithoutAReason() {
        String rest = " is not the id of a finding and a reason; write it as obsolete keys: they change nothing";
        assertEquals("accepted-warnings=session" + rest, refusal(() -> AcceptedWarnings.parse("session")));
        assertEquals("accepted-warnings=session:" + rest, refusal(() -> AcceptedWarnings.parse("a: b; session: ")));
        assertEquals("accepted-warnings=: why" + rest, refusal(() -> AcceptedWarnings.parse(" : why")));
    }
}
