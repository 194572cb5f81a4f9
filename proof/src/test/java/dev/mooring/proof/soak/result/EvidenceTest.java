package dev.mooring.proof.soak.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EvidenceTest {
    private final Evidence evidence = new Evidence("churn", "nothing is lost");

    @Test
    void holdsWhenEveryFigureKeepsToItsBound() {
        evidence.atMost("growth", 256, 256, "KiB");
        evidence.atLeast("pings", 12.5, 12, "");
        evidence.exactly("lost", 0, 0);
        evidence.tell("collections", 1_000_000, "");
        assertEquals(Verdict.HELD, evidence.finding().verdict());
    }

    @Test
    void breaksWhenAFigureIsAboveItsBound() {
        evidence.atMost("growth", 256.5, 256, "KiB");
        assertEquals(Verdict.BROKEN, evidence.finding().verdict());
    }

    @Test
    void breaksWhenAFigureIsBelowItsBound() {
        evidence.atLeast("pings", 11, 12, "");
        assertEquals(Verdict.BROKEN, evidence.finding().verdict());
    }

    @Test
    void breaksWhenACountIsAnother() {
        evidence.exactly("lost", 1, 0);
        assertEquals(Verdict.BROKEN, evidence.finding().verdict());
    }

    @Test
    void keepsTheFiguresOfAScenarioThatBrokeOff() {
        evidence.exactly("lost", 0, 0);
        Finding finding = evidence.broken("the server did not start");
        assertEquals(Verdict.BROKEN, finding.verdict());
        assertEquals("the server did not start", finding.remark());
        assertEquals(1, finding.figures().size());
    }
}
