package dev.mooring.hostagent;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time that the agent's deadlines and intervals go by: the wall clock as the agent starts, and the monotonic clock
 * from there. Thread-safe.
 *
 * <p>Setting the wall clock moves nothing here, so what this says may be wrong for others: the end of a spot instance
 * and the record of the state go by the wall clock, and CloudWatch times the metrics.
 */
final class MonotonicClock implements InstantSource {
    private final Instant start;
    private final LongSupplier nanoTime;
    private final long startNanos;

    MonotonicClock(Instant start, LongSupplier nanoTime) {
        this.start = start;
        this.nanoTime = nanoTime;
        startNanos = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime.getAsLong() - startNanos);
    }
}
