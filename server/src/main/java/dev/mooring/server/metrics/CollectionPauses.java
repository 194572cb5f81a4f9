package dev.mooring.server.metrics;

import java.time.Duration;

/**
 * The garbage collector's pauses since the process started.
 *
 * @param count how many
 * @param total their sum
 * @param longest the longest one seen by {@link CollectionPauseReader}, see its caveat
 * @param last the most recent one
 */
public record CollectionPauses(long count, Duration total, Duration longest, Duration last) {
    public static final CollectionPauses NONE = new CollectionPauses(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
