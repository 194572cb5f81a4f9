package dev.mooring.server.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DrainPaceTest {
    private static final long STEP = Duration.ofMillis(20).toNanos();

    @Test
    void tellsTheSameNumberInEveryTenSecondsOfTheWindow() {
        long window = Duration.ofMinutes(15).toNanos();
        DrainPace pace = new DrainPace(0, window);
        int remaining = 600_000;
        double even = 600_000 / 90.0;
        for (int ten = 0; ten < 90; ten++) {
            int before = remaining;
            remaining -= told(pace, remaining, seconds(10 * ten), seconds(10 * ten + 10));
            int told = before - remaining;
            assertTrue(Math.abs(told - even) <= 0.01 * even, told + " told in the ten seconds after " + 10 * ten);
        }
        assertEquals(0, remaining);
    }

    @Test
    void tellsEverybodyAtOnceInNoWindow() {
        assertEquals(7, new DrainPace(3, 3).due(7, 3));
    }

    @Test
    void tellsNobodyBeforeItsBeginning() {
        DrainPace pace = new DrainPace(seconds(5), seconds(15));
        assertEquals(0, pace.due(1_000, seconds(5)));
        assertEquals(100, pace.due(1_000, seconds(6)));
    }

    @Test
    void spreadsThoseWhoRemainOverTheTimeThatRemainsWhenOthersLeaveByThemselves() {
        DrainPace pace = new DrainPace(0, seconds(100));
        int remaining = 10_000 - told(pace, 10_000, 0, seconds(50));
        assertEquals(5_000, remaining, 1);
        remaining -= 4_000;
        int next = told(pace, remaining, seconds(50), seconds(75));
        assertEquals(500, next, 1);
        assertEquals(500, told(pace, remaining - next, seconds(75), seconds(100)), 1);
    }

    @Test
    void tellsTheRestOverTheShorterTime() {
        DrainPace pace = new DrainPace(0, seconds(100));
        int remaining = 10_000 - told(pace, 10_000, 0, seconds(10));
        pace.endBy(seconds(15));
        assertEquals(900, told(pace, remaining, seconds(10), seconds(10.5)), 1);
        assertEquals(remaining, pace.due(remaining, seconds(15)));
    }

    @Test
    void tellsExactlyThoseWhoRemainWhoeverLeavesAndHoweverOftenItIsShortened() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            // The clock of nanoTime may stand anywhere, and pass over the end of the numbers.
            long now = random.nextBoolean() ? Long.MAX_VALUE - random.nextInt(1_000_000_000) : random.nextLong();
            long begin = now + random.nextInt(1_000_000_000);
            long end = begin + random.nextLong(seconds(31_536_000));
            DrainPace pace = new DrainPace(begin, end);
            int remaining = random.nextInt(100_000);
            for (int step = 0; step < 50; step++) {
                now += random.nextLong(Math.max(1, end - now)) / (1 + random.nextInt(20));
                int due = pace.due(remaining, now);
                assertTrue(due >= 0 && due <= remaining, due + " of " + remaining + " with seed " + seed);
                remaining -= due;
                remaining -= remaining == 0 ? 0 : random.nextInt(remaining);
                if (random.nextInt(10) == 0 && end - now > 0) {
                    end = Math.max(0, begin - now) + now + random.nextLong(end - now) / 2;
                    pace.endBy(end);
                }
            }
            assertEquals(remaining, pace.due(remaining, end), "seed " + seed);
        }
    }

    private static int told(DrainPace pace, int connections, long from, long to) {
        int remaining = connections;
        for (long now = from + STEP; now <= to; now += STEP) {
            remaining -= pace.due(remaining, now);
        }
        return connections - remaining;
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }
}
