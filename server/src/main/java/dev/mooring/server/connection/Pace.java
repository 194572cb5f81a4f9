package dev.mooring.server.connection;

import dev.mooring.capacity.unit.Bytes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * So many bytes in a second.
 *
 * @param perSecond at most some gigabytes
 */
record Pace(Bytes perSecond) {
    /** The bytes of a time. */
    long in(Duration time) {
        return in(time.toNanos());
    }

    /** The bytes of so many nanoseconds. */
    long in(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos) * perSecond.count() / 1_000;
    }
}
