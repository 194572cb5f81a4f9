package dev.mooring.server.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainScheduleTest {
    @Test
    void closesTheSameNumberInEveryTenSecondsOfTheWindow() {
        DrainSchedule schedule = new DrainSchedule(600_000, Duration.ofMinutes(15));
        double even = 600_000 / 90.0;
        for (int second = 0; second < 900; second += 10) {
            int closed =
                    schedule.closedBy(Duration.ofSeconds(second + 10)) - schedule.closedBy(Duration.ofSeconds(second));
            assertTrue(Math.abs(closed - even) <= 0.01 * even, closed + " closed from second " + second);
        }
        assertEquals(600_000, schedule.closedBy(Duration.ofMinutes(15)));
    }

    @Test
    void closesEverybodyAtOnceInNoWindow() {
        assertEquals(7, new DrainSchedule(7, Duration.ZERO).closedBy(Duration.ZERO));
    }
}
