package dev.mooring.loadgenerator.ramp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryTest {
    @Test
    void waitsAtRandomBelowABoundThatDoubles() {
        long seed = 3;
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(seed));
        long longestFirst = 0;
        for (int i = 0; i < 1000; i++) {
            Duration first = backoff.delay(0, Duration.ZERO);
            longestFirst = Math.max(longestFirst, first.toMillis());
            assertTrue(first.toMillis() < 500, "seed " + seed + ", " + first);
            assertTrue(backoff.delay(3, Duration.ZERO).toMillis() < 4000, "seed " + seed);
            assertTrue(backoff.delay(60, Duration.ZERO).toSeconds() < 30, "seed " + seed);
        }
        assertTrue(longestFirst > 400, "seed " + seed + ", the waits are not spread: " + longestFirst);
    }

    @Test
    void waitsAtLeastAsLongAsTheServerAskedFor() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(3));
        Duration delay = backoff.delay(1, Duration.ofSeconds(7));
        assertTrue(delay.compareTo(Duration.ofSeconds(7)) >= 0 && delay.compareTo(Duration.ofSeconds(8)) < 0);
    }

    @Test
    void startsTriesWhenTheyAreDueInOrder() {
        RetrySchedule schedule = new RetrySchedule();
        schedule.add(200, 1);
        schedule.add(100, 3);
        schedule.add(100, 3);
        List<String> started = new ArrayList<>();
        schedule.startDue(99, (due, failures) -> started.add(due + ":" + failures));
        assertEquals(List.of(), started);
        schedule.startDue(150, (due, failures) -> started.add(due + ":" + failures));
        assertEquals(List.of("100:3", "100:3"), started);
        schedule.startDue(1000, (due, failures) -> started.add(due + ":" + failures));
        assertEquals(List.of("100:3", "100:3", "200:1"), started);
        assertTrue(schedule.isEmpty());
    }

    @Test
    void expiresOnlyWhatStillWaits() {
        DeadlineQueue<String> queue = new DeadlineQueue<>(Duration.ofNanos(10));
        queue.add("done", 0);
        queue.add("slow", 1);
        queue.add("new", 5);
        List<String> expired = new ArrayList<>();
        queue.expire(10, item -> !item.equals("done"), expired::add);
        assertEquals(List.of(), expired);
        queue.expire(11, item -> !item.equals("done"), expired::add);
        assertEquals(List.of("slow"), expired);
        queue.expire(15, item -> true, expired::add);
        assertEquals(List.of("slow", "new"), expired);
        assertTrue(queue.isEmpty());
    }
}
