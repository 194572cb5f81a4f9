package dev.mooring.proof.rehearsal.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SwarmFiguresTest {
    private static final String REPORT = """
            {"problems": ["One."], "plan": {"connections": 100}, "rampMillis": 500,
             "afterRamp": {"opened": 99},
             "afterHold": {"pings": 200, "lost": {"close 1012": 90, "reset": 3, "close 1006": 2}},
             "connectMicros": {"count": 99, "p50": 10, "p99": 20},
             "pingIntervalMillis": {"count": 0}}
            """;

    @Test
    void takesOnlyTheDrainForAnExpectedEnd() throws IOException {
        assertEquals(5, figures().lostUnexpectedly());
    }

    @Test
    void takesThePaceFromTheRamp() throws IOException {
        assertEquals(198, figures().handshakesPerSecond());
    }

    @Test
    void readsPercentilesWhereThereAreAny() throws IOException {
        assertEquals(new SwarmFigures.Percentiles(10, 20), figures().connectMicros());
        assertEquals(new SwarmFigures.Percentiles(0, 0), figures().pingIntervalMillis());
    }

    private static SwarmFigures figures() throws IOException {
        return SwarmFigures.of(new ObjectMapper().readTree(REPORT));
    }
}
