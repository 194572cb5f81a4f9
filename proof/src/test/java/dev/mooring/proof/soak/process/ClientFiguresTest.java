package dev.mooring.proof.soak.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientFiguresTest {
    @Test
    void addsUpWhateverTheReasons() throws IOException {
        ClientFigures figures = ClientFigures.of(new ObjectMapper().readTree("""
                {"open": 90, "rampMillis": 1500, "longestPingGapMillis": 30012,
                 "connectMicros": {"count": 3, "p50": 1000, "p99": 20000, "max": 30000},
                 "afterHold": {"opened": 100, "reconnects": 5, "replaced": 7, "pings": 400,
                   "refused": {"HTTP 503": 2}, "failed": {"connect refused": 3, "connect timeout": 4},
                   "lost": {"close 1006": 1, "no close": 9}}}
                """));
        assertEquals(
                new ClientFigures(
                        90,
                        100,
                        9,
                        10,
                        5,
                        7,
                        400,
                        Duration.ofMillis(1500),
                        Duration.ofMillis(1),
                        Duration.ofMillis(20),
                        Duration.ofMillis(30),
                        Duration.ofMillis(30012)),
                figures);
    }
}
