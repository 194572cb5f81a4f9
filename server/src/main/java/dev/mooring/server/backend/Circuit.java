package dev.mooring.server.backend;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Spares a backend that fails, and those who would wait for it: after so many failures in a row it is asked nothing for a
 * while, then by one call whether it works again. Thread-safe.
 */
final class Circuit {
    static final int FAILURES = 5;
    static final Duration OPEN = Duration.ofSeconds(1);

    private final InstantSource clock;
    private int failures;
    private Instant since = Instant.MIN;
    private Instant until = Instant.MIN;

    Circuit(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether a call may be made now; if it is to try whether the backend works again, the next may not. */
    synchronized boolean allows() {
        if (!wouldAllow()) {
            return false;
        }
        // This call is the try; others wait for what comes of it.
        until = clock.instant().plus(OPEN);
        return true;
    }

    /** Whether a call would be allowed now. */
    synchronized boolean wouldAllow() {
        return !isOpen() || !isWithin(clock.instant());
    }

    /** A clock that was set back is no reason to wait until it has caught up. */
    private boolean isWithin(Instant now) {
        return now.isBefore(until) && !now.isBefore(until.minus(OPEN));
    }

    /** Whether the backend is spared. */
    synchronized boolean isOpen() {
        return failures >= FAILURES;
    }

    /** How long it was spared, if that ends with this. */
    synchronized Optional<Duration> succeeded() {
        boolean open = isOpen();
        failures = 0;
        Instant now = clock.instant();
        return open
                ? Optional.of(now.isBefore(since) ? Duration.ZERO : Duration.between(since, now))
                : Optional.empty();
    }

    /** Whether it is spared from this failure on. */
    synchronized boolean failed() {
        Instant now = clock.instant();
        until = now.plus(OPEN);
        failures++;
        if (failures == FAILURES) {
            since = now;
        }
        return failures == FAILURES;
    }
}
