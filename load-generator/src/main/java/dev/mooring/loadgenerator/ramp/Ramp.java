package dev.mooring.loadgenerator.ramp;

import dev.mooring.loadgenerator.plan.Share;
import java.time.Duration;

/**
 * The open-loop schedule of starts: start {@code n} of the whole run is due {@code n / rate} after its beginning,
 * however slow the answers to earlier starts are.
 *
 * <p>Latency counted from these times includes the wait of a start that came late (no coordinated omission). Pure; cost
 * a few nanoseconds a call.
 */
public record Ramp(double perSecond, Share share) {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    /** When this share's start {@code own} (0, 1, ...) is due, in nanoseconds after the beginning. */
    public long dueNanos(long own) {
        return (long) (share.numberInRun(own) / perSecond * NANOS);
    }

    /** How many of this share's starts are due at a time after the beginning. */
    public long dueCount(long elapsedNanos) {
        if (elapsedNanos < 0) {
            return 0;
        }
        long estimate = Math.max(0, (long) ((elapsedNanos / NANOS * perSecond - share.index()) / share.count()));
        while (estimate > 0 && dueNanos(estimate - 1) > elapsedNanos) {
            estimate--;
        }
        while (dueNanos(estimate) <= elapsedNanos) {
            estimate++;
        }
        return estimate;
    }
}
