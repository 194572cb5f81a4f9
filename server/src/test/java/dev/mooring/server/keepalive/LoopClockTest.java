package dev.mooring.server.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopClockTest {
    private final AtomicLong time = new AtomicLong(1_000);
    private final LoopClock clock = new LoopClock(time::get, Duration.ofNanos(50));

    @Test
    void startsAtZeroAndFollowsTheTime() {
        assertEquals(0, clock.now());
        time.addAndGet(20);
        assertEquals(20, clock.advance());
    }

    @Test
    void doesNotCountAPauseOfTheProcess() {
        time.addAndGet(1_000_000);
        assertEquals(50, clock.advance());
        time.addAndGet(10);
        assertEquals(60, clock.advance());
    }

    @Test
    void tellsThePresentBetweenTwoTicks() {
        time.addAndGet(30);
        assertEquals(30, clock.present());
        assertEquals(0, clock.now(), "as of the last tick");
        assertEquals(30, clock.advance());
        assertEquals(30, clock.present());
        time.addAndGet(1_000);
        assertEquals(80, clock.present(), "a pause does not count");
        assertEquals(80, clock.advance());
        assertEquals(80, clock.now());
    }
}
