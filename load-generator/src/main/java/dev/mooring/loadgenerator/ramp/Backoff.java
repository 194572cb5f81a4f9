package dev.mooring.loadgenerator.ramp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The wait before a connection is tried again: a random time below a bound that doubles with each failed try ("full
 * jitter"), after the server's Retry-After where it sent one (RFC 9110 section 10.2.3).
 */
public record Backoff(Duration first, Duration most, RandomGenerator random) {
    private static final int DOUBLINGS = 20;

    /**
     * The wait before the next try.
     *
     * @param failures how many tries failed in a row, 0 when an open connection was lost
     */
    public Duration delay(int failures, Duration retryAfter) {
        long bound = Math.min(most.toNanos(), first.toNanos() << Math.min(failures, DOUBLINGS));
        return retryAfter.plusNanos(random.nextLong(Math.max(1, bound)));
    }
}
