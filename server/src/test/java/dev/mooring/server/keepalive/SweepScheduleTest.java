package dev.mooring.server.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepScheduleTest {
    private static final Duration INTERVAL = Duration.ofSeconds(100);
    private static final Duration TICK = Duration.ofMillis(100);

    private final SweepSchedule schedule = new SweepSchedule(INTERVAL, 0);

    @Test
    void visitsEverySlotOnceAnInterval() {
        int visits = 0;
        for (Duration now = Duration.ZERO; now.compareTo(INTERVAL) < 0; now = now.plus(TICK)) {
            visits += visitsAt(now);
        }
        assertEquals(KeepaliveWheel.SLOTS, visits);
    }

    @Test
    void visitsASlotBeforeItsTimeRatherThanAfter() {
        Duration slot = INTERVAL.dividedBy(KeepaliveWheel.SLOTS);
        assertEquals(0, schedule.nextDue(0, slot));
        assertEquals(-1, schedule.nextDue(0, slot));
    }

    @Test
    void catchesUpWithOneTurnAfterALongPause() {
        assertEquals(KeepaliveWheel.SLOTS, visitsAt(INTERVAL.multipliedBy(50)));
    }

    @Test
    void countsSlotsWithoutOverflowAfterYears() {
        long tenYears = Duration.ofDays(3650).plus(INTERVAL.dividedBy(2)).toNanos();
        assertEquals(KeepaliveWheel.SLOTS / 2, schedule.slotAt(tenYears));
    }

    @Test
    void sendsAtLeast128PingsATickWhereTheIntervalAllows() {
        assertEquals(Duration.ofNanos(21_333_248), schedule.tick(600_000));
        assertEquals(Duration.ofMillis(500), schedule.tick(0));
        assertEquals(Duration.ofMillis(10), new SweepSchedule(Duration.ofSeconds(1), 0).tick(600_000));
    }

    @Test
    void restsAtMostAnEighthOfTheInterval() {
        assertTrue(new SweepSchedule(Duration.ofSeconds(2), 0).tick(1).compareTo(Duration.ofMillis(250)) <= 0);
    }

    private int visitsAt(Duration now) {
        int visits = 0;
        while (schedule.nextDue(now.toNanos(), TICK) >= 0) {
            visits++;
        }
        return visits;
    }
}
