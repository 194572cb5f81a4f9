package dev.mooring.server.backend;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A circuit breaker: after a number of failures in a row the backend gets no calls for a while, then a single one to find out
 * whether it works again. Thread-safe.
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

    /** Whether a call may be made now; when it is the trial call, the next may not. */
    synchronized boolean allows() {
        if (!wouldAllow()) {
            return false;
        }
        // This is the trial call; others wait for its outcome.
        until = clock.instant().plus(OPEN);
        return true;
    }

    /** Whether a call would be allowed now. */
    synchronized boolean wouldAllow() {
        return !isOpen() || !isWithin(clock.instant());
    }

    /** After a clock was set back nobody waits until it has caught up. */
    private boolean isWithin(Instant now) {
        return now.isBefore(until) && !now.isBefore(until.minus(OPEN));
    }

    /** Whether the circuit is open. */
    synchronized boolean isOpen() {
        return failures >= FAILURES;
    }

    /** How long it was open, if this closes it. */
    synchronized Optional<Duration> succeeded() {
        boolean open = isOpen();
        failures = 0;
        Instant now = clock.instant();
        return open
                ? Optional.of(now.isBefore(since) ? Duration.ZERO : Duration.between(since, now))
                : Optional.empty();
    }

    /** Whether this failure opens it. */
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
