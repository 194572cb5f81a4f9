package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MonotonicClockTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void goesOnFromItsStartAsTheMonotonicClockDoes() {
        AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE);
        MonotonicClock clock = new MonotonicClock(START, nanoTime::get);

        nanoTime.addAndGet(Duration.ofSeconds(90).toNanos());

        assertEquals(START.plusSeconds(90), clock.instant());
    }
}
