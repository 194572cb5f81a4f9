package dev.mooring.server.keepalive;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The clock of an event loop: monotonic, read once a tick, and blind to pauses of the process.
 *
 * <p>A stopped process (a suspended machine, a long collection) finds the pongs of its peers in the socket buffers when
 * it goes on. Counting the pause against them would close everybody, so a step is never longer than {@code longestStep}.
 * Not thread-safe; costs one clock read a tick.
 */
public final class LoopClock {
    private final LongSupplier nanoTime;
    private final long longestStep;
    private long read;
    private long now;

    public LoopClock(LongSupplier nanoTime, Duration longestStep) {
        this.nanoTime = nanoTime;
        this.longestStep = longestStep.toNanos();
        this.read = nanoTime.getAsLong();
    }

    /** Goes on to the present, or by the longest step, and returns the new time. */
    public long advance() {
        long present = nanoTime.getAsLong();
        now += Math.min(present - read, longestStep);
        read = present;
        return now;
    }

    /** What {@link #advance} would return at this moment, for a time that a tick is too coarse for; one clock read. */
    public long present() {
        return now + Math.min(nanoTime.getAsLong() - read, longestStep);
    }

    /** Nanoseconds of running time, as of the last tick. */
    public long now() {
        return now;
    }
}
