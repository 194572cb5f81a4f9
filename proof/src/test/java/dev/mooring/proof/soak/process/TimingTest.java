package dev.mooring.proof.soak.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void keepsTheRatioOfThePlan() {
        Timing timing = new Timing(Duration.ofSeconds(100));
        assertEquals(Duration.ofSeconds(20), timing.pongTimeout());
        assertEquals(Duration.ofMinutes(2), timing.longestSilence());
        assertEquals(Duration.ofMinutes(5), timing.idleTimeout());
    }

    @Test
    void givesAShortKeepaliveTheShortestIdleTimeout() {
        assertEquals(Duration.ofMinutes(1), new Timing(Duration.ofSeconds(5)).idleTimeout());
    }
}
