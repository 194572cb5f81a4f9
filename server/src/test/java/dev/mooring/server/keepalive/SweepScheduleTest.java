package dev.mooring.server.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepScheduleTest {
    private static final Duration INTERVAL = Duration.ofSeconds(100);
    private static final Duration TICK = Duration.ofMillis(100);

    private final SweepSchedule schedule = new SweepSchedule(INTERVAL, Duration.ofSeconds(20), 0);

    @Test
    void visitsEverySlotOnceAnInterval() {
        int visits = 0;
        for (Duration now = Duration.ZERO; now.compareTo(INTERVAL) <= 0; now = now.plus(TICK)) {
            visits += visitsAt(now);
        }
        assertEquals(KeepaliveWheel.SLOTS, visits);
    }

    @Test
    void visitsASlotWhenItsTimeHasPassed() {
        long slot = INTERVAL.dividedBy(KeepaliveWheel.SLOTS).toNanos();
        assertEquals(-1, schedule.nextDue(slot - 1));
        assertEquals(0, schedule.nextDue(slot));
        assertEquals(-1, schedule.nextDue(slot));
    }

    @Test
    void countsThePongTimeoutFromWhenThePingWasDue() {
        long slot = INTERVAL.dividedBy(KeepaliveWheel.SLOTS).toNanos();
        assertEquals(0, schedule.nextDue(slot + 1_000));
        assertEquals(slot, schedule.dueSince(slot + 1_000));
    }

    @Test
    void forgivesPeersTheServersOwnPause() {
        long late = INTERVAL.multipliedBy(7).toNanos();
        schedule.nextDue(late);
        assertEquals(late - Duration.ofMillis(500).toNanos(), schedule.dueSince(late));
    }

    @Test
    void countsOfAPauseAtMostHalfAPongTimeoutAndAtMostASecond() {
        assertEquals(Duration.ofMillis(500), SweepSchedule.longestStep(Duration.ofSeconds(1)));
        assertEquals(Duration.ofSeconds(1), SweepSchedule.longestStep(Duration.ofSeconds(20)));
    }

    @Test
    void countsNoLessOfAPauseThanTwoTicksTake() {
        assertEquals(Duration.ofMillis(20), SweepSchedule.longestStep(Duration.ofMillis(1)));
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
        assertEquals(Duration.ofMillis(10), schedule(1, 1).tick(600_000));
    }

    @Test
    void restsAtMostAnEighthOfTheInterval() {
        assertEquals(Duration.ofMillis(250), schedule(2, 2).tick(1));
    }

    @Test
    void restsAtMostAQuarterOfThePongTimeout() {
        assertEquals(Duration.ofMillis(50), new SweepSchedule(INTERVAL, Duration.ofMillis(200), 0).tick(1));
    }

    private static SweepSchedule schedule(int interval, int pongTimeout) {
        return new SweepSchedule(Duration.ofSeconds(interval), Duration.ofSeconds(pongTimeout), 0);
    }

    private int visitsAt(Duration now) {
        int visits = 0;
        while (schedule.nextDue(now.toNanos()) >= 0) {
            visits++;
        }
        return visits;
    }
}
