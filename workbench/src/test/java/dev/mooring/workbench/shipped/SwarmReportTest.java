package dev.mooring.workbench.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwarmReportTest {
    private static final String REPORT = """
            {"problems": ["One."], "plan": {"connections": 100}, "rampMillis": 500,
             "afterRamp": {"opened": 99},
             "afterHold": {"opened": 107, "reconnects": 8, "replaced": 7, "pings": 200, "moved": 90, "lost": {"reset": 3, "close 1006": 2},
                           "refused": {"HTTP 503": 4}, "failed": {"connect refused": 1}},
             "open": 4, "longestPingGapMillis": 30012,
             "connectMicros": {"count": 99, "p50": 10, "p99": 20, "max": 30},
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
        assertEquals(5, figures().notOpenedCount());
        assertEquals(4, figures().open());
    }

    @Test
    void countsWhatCameAfterTheRamp() throws IOException {
        assertEquals(99, figures().openedInRamp());
        assertEquals(107, figures().opened());
        assertEquals(8, figures().reconnects());
        assertEquals(7, figures().replaced());
        assertEquals(Duration.ofMillis(30_012), figures().longestPingGap());
    }

    @Test
    void refusesAReportWithoutTheFigureThatIsAskedFor() throws IOException {
        SwarmReport empty = SwarmReport.parse("{}");
        assertTrue(String.valueOf(assertThrows(IllegalArgumentException.class, empty::moved)
                        .getMessage())
                .contains("moved"));
    }

    @Test
    void takesThePaceFromTheRamp() throws IOException {
        assertEquals(198, figures().handshakesPerSecond());
    }

    @Test
    void readsPercentilesWhereThereAreAny() throws IOException {
        assertEquals(new SwarmReport.Percentiles(10, 20, 30), figures().connectMicros());
        assertEquals(new SwarmReport.Percentiles(0, 0, 0), figures().pingIntervalMillis());
    }

    private static SwarmReport figures() throws IOException {
        return SwarmReport.parse(REPORT);
    }
}
