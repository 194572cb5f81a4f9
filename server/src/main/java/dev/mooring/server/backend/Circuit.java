package dev.mooring.server.backend;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Spares a backend that fails, and those who would wait for it: after so many failures in a row it is asked nothing for a
 * while, then by one call whether it works again. Thread-safe.
 */
final class Circuit {
    static final int FAILURES = 5;
    static final Duration OPEN = Duration.ofSeconds(1);

    private final InstantSource clock;
    private int failures;
    private Instant until = Instant.MIN;

    Circuit(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether a call may be made now. */
    synchronized boolean allows() {
        if (failures < FAILURES) {
            return true;
        }
        Instant now = clock.instant();
        if (now.isBefore(until)) {
            return false;
        }
        // This call is the try; others wait for what comes of it.
        until = now.plus(OPEN);
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
    }

    synchronized void failed() {
        failures++;
        until = clock.instant().plus(OPEN);
    }
}
