package dev.mooring.server.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepScheduleTest {
    private static final Duration INTERVAL = Duration.ofSeconds(100);

    private final SweepSchedule schedule = new SweepSchedule(INTERVAL, Duration.ofSeconds(20), 0);

    @Test
    void turnsTheWheelASlotFasterThanTheInterval() {
        assertEquals(257, schedule.position(INTERVAL.toNanos()) >> KeepaliveWheel.FRACTION_BITS);
    }

    @Test
    void standsInsideASlotForTheShareOfItThatHasPassed() {
        long slot = INTERVAL.toNanos() / 257;
        assertEquals(3 << KeepaliveWheel.FRACTION_BITS, schedule.position(3 * slot));
        assertEquals((3 << KeepaliveWheel.FRACTION_BITS) + (1 << 14), schedule.position(3 * slot + slot / 4 + 1));
    }

    @Test
    void countsSlotsWithoutOverflowAfterYearsAndForTheLongestInterval() {
        SweepSchedule daily = new SweepSchedule(Duration.ofDays(1), Duration.ofDays(1), 0);
        Duration tenYears = Duration.ofDays(3650);
        assertEquals(3650L * 257, daily.position(tenYears.toNanos()) >> KeepaliveWheel.FRACTION_BITS);
        SweepSchedule second = new SweepSchedule(Duration.ofSeconds(1), Duration.ofSeconds(1), 0);
        assertEquals(
                tenYears.toNanos() / (1_000_000_000 / 257),
                second.position(tenYears.toNanos()) >> KeepaliveWheel.FRACTION_BITS);
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
    void sendsAtLeast108PingsATickWhereTheIntervalAllows() {
        assertEquals(Duration.ofNanos(17_999_928), schedule.tick(600_000));
        assertEquals(Duration.ofMillis(500), schedule.tick(0));
        assertEquals(Duration.ofMillis(10), schedule(1, 1).tick(600_000));
    }

    @Test
    void restsAtMostASixteenthOfTheInterval() {
        assertEquals(Duration.ofMillis(125), schedule(2, 2).tick(1));
    }

    @Test
    void restsAtMostAQuarterOfThePongTimeout() {
        assertEquals(Duration.ofMillis(50), new SweepSchedule(INTERVAL, Duration.ofMillis(200), 0).tick(1));
    }

    @Test
    void countsFromTheMomentAtWhichItStarts() {
        Duration interval = Duration.ofSeconds(257);
        SweepSchedule late = new SweepSchedule(interval, Duration.ofSeconds(20), 5_000_000_000L);
        assertEquals(0, late.position(5_000_000_000L));
        assertEquals(1L << KeepaliveWheel.FRACTION_BITS, late.position(6_000_000_000L));
        assertEquals(3L << (KeepaliveWheel.FRACTION_BITS - 1), late.position(6_500_000_000L));
    }

    @Test
    void restsTwiceAsLongWhileThereIsNobody() {
        SweepSchedule schedule = new SweepSchedule(Duration.ofSeconds(2), Duration.ofSeconds(2), 0);
        assertEquals(Duration.ofMillis(250), schedule.tick(0));
        assertEquals(Duration.ofMillis(125), schedule.tick(1));
        SweepSchedule fast = new SweepSchedule(Duration.ofMillis(100), Duration.ofMillis(20), 0);
        assertEquals(Duration.ofMillis(10), fast.tick(0));
        assertEquals(Duration.ofMillis(10), fast.tick(1));
    }

    private static SweepSchedule schedule(int interval, int pongTimeout) {
        return new SweepSchedule(Duration.ofSeconds(interval), Duration.ofSeconds(pongTimeout), 0);
    }
}
