package dev.mooring.proof.roll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectPaceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ReconnectPace pace = new ReconnectPace();

    @Test
    void findsTheBusiestSecond() {
        look(0, 0);
        look(500, 10);
        look(1_000, 100);
        look(1_500, 210);
        look(2_000, 215);
        assertEquals(200, pace.busiest(SECOND));
    }

    @Test
    void countsOverTheTimeThatHasPassedWhereALookCameLate() {
        look(0, 0);
        look(900, 0);
        look(2_900, 400);
        assertEquals(200, pace.busiest(SECOND));
    }

    @Test
    void findsNothingInLessThanTheStretch() {
        look(0, 0);
        look(900, 90);
        assertEquals(0, pace.busiest(SECOND));
    }

    private void look(long millis, long handshakes) {
        pace.add(Duration.ofMillis(millis).toNanos(), handshakes);
    }
}
