package dev.mooring.awsstandin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A clock of which so many seconds pass in one: AWS takes its time, and who waits for it need not. Thread-safe. */
public final class SpedUpClock implements InstantSource {
    private final Instant start;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final int speed;

    /** @param nanoTime a monotonic clock that runs at the normal speed */
    public SpedUpClock(Instant start, LongSupplier nanoTime, int speed) {
        this.start = start;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos(nanoTime.getAsLong() - startNanos).multipliedBy(speed));
    }
}
