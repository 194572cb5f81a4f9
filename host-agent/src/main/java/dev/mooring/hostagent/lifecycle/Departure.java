package dev.mooring.hostagent.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * Why a host leaves, and how long it has.
 *
 * @param cause for the log
 * @param kind what ends the host
 * @param since when the host learnt of it
 * @param window after {@code since}, over which the connections are to be closed
 * @param deadline when the agent stops waiting for the server
 */
public record Departure(Kind kind, String cause, Instant since, Duration window, Instant deadline) {
    /** After the window: closing handshakes, and the server's own end. */
    private static final Duration MARGIN = Duration.ofSeconds(30);
    /** A spot instance is gone at the announced time; what is reported after it is not. */
    private static final Duration SPOT_MARGIN = Duration.ofSeconds(10);
    /** systemd kills a unit 90 s after it was told to stop, unless the unit says otherwise. */
    private static final Duration SHUTDOWN_WINDOW = Duration.ofSeconds(45);

    /** What ends the host. */
    public enum Kind {
        /** The group terminates it. */
        TERMINATION,
        /** EC2 takes a spot instance back. */
        SPOT_INTERRUPTION,
        /** The operating system shuts down. */
        SHUTDOWN,
        /** It was never fit to join. */
        NOT_JOINED
    }

    static Departure termination(Instant now, Duration window) {
        return new Departure(
                Kind.TERMINATION,
                "the group terminates the instance",
                now,
                window,
                now.plus(window).plus(MARGIN));
    }

    static Departure spotInterruption(String cause, Duration left, Instant now, Duration window) {
        Duration usable = left.minus(SPOT_MARGIN);
        return new Departure(
                Kind.SPOT_INTERRUPTION,
                cause,
                now,
                shorter(window, positive(usable.minus(SPOT_MARGIN))),
                now.plus(usable));
    }

    static Departure shutdown(Instant now, Duration window) {
        Duration shorter = shorter(window, SHUTDOWN_WINDOW);
        return new Departure(
                Kind.SHUTDOWN,
                "the machine shuts down",
                now,
                shorter,
                now.plus(shorter).plus(SPOT_MARGIN));
    }

    static Departure notJoined(String obstacle, Instant now) {
        return new Departure(Kind.NOT_JOINED, obstacle, now, Duration.ZERO, now.plus(MARGIN));
    }

    /** Whatever delayed the drain does not delay its end. */
    Duration windowLeft(Instant now) {
        return positive(window.minus(Duration.between(since, now)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
