package dev.mooring.workbench.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwarmFiguresTest {
    private static final String REPORT = """
            {"problems": ["One."], "plan": {"connections": 100}, "rampMillis": 500,
             "afterRamp": {"opened": 99},
             "afterHold": {"pings": 200, "moved": 90, "lost": {"reset": 3, "close 1006": 2},
                           "refused": {"HTTP 503": 4}, "failed": {"connect refused": 1}},
             "open": 4,
             "connectMicros": {"count": 99, "p50": 10, "p99": 20},
             "pingIntervalMillis": {"count": 0}}
            """;

    @Test
    void countsWhatTheDrainMovedApartFromWhatWasLost() throws IOException {
        assertEquals(90, figures().moved());
        assertEquals(5, figures().lostCount());
    }

    @Test
    void namesWhyConnectionsDidNotOpen() throws IOException {
        assertEquals(Map.of("HTTP 503", 4L, "connect refused", 1L), figures().notOpened());
        assertEquals(4, figures().open());
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
