package dev.mooring.hostagent.lifecycle;

import dev.mooring.capacity.RollPace;
import java.time.Duration;
import java.time.Instant;

/**
 * Why a host leaves, and how long it has.
 *
 * @param cause for the log
 * @param kind what ends the host
 * @param since when the host learnt of it
 * @param admitUntil until when the server goes on admitting whom the load balancer still sends
 * @param toldBy when everybody is to have been told to leave
 * @param deadline when the agent stops waiting for the server
 */
public record Departure(Kind kind, String cause, Instant since, Instant admitUntil, Instant toldBy, Instant deadline) {
    /** After the last Close: closing handshakes, and the server's own end. */
    private static final Duration MARGIN = Duration.ofSeconds(30);
    /** A host is gone at the announced time; what is reported after it is not. */
    private static final Duration ANNOUNCED_MARGIN = Duration.ofSeconds(10);

    private static final Duration SAME_END = Duration.ofSeconds(1);
    /** systemd kills a unit 90 s after it was told to stop, unless the unit says otherwise. */
    private static final Duration SHUTDOWN_WINDOW = Duration.ofSeconds(45);

    /** What ends the host. */
    public enum Kind {
        /** The group terminates it. */
        TERMINATION,
        /** EC2 takes a spot instance back. */
        SPOT_INTERRUPTION,
        /** EC2 stops, retires or reboots it at an announced time. */
        MAINTENANCE,
        /** The operating system shuts down. */
        SHUTDOWN,
        /** It was never fit to join. */
        NOT_JOINED
    }

    static Departure termination(Instant now, LeavePace pace) {
        Instant toldBy = now.plus(pace.total());
        return new Departure(
                Kind.TERMINATION,
                "the group terminates the instance",
                now,
                now.plus(pace.lag()),
                toldBy,
                toldBy.plus(MARGIN));
    }

    /**
     * Everybody is told before the announced end, however little is left.
     *
     * @param left until the end
     */
    static Departure announced(Kind kind, String cause, Duration left, Instant now, LeavePace pace) {
        Duration usable = left.minus(ANNOUNCED_MARGIN);
        LeavePace compressed = pace.within(usable.minus(ANNOUNCED_MARGIN));
        return new Departure(
                kind, cause, now, now.plus(compressed.lag()), now.plus(compressed.total()), now.plus(usable));
    }

    static Departure shutdown(Instant now, LeavePace pace) {
        LeavePace compressed = pace.within(SHUTDOWN_WINDOW);
        Instant toldBy = now.plus(compressed.total());
        return new Departure(
                Kind.SHUTDOWN,
                "the machine shuts down",
                now,
                now.plus(compressed.lag()),
                toldBy,
                toldBy.plus(ANNOUNCED_MARGIN));
    }

    /** Nobody is held here, or as good as nobody. */
    static Departure notJoined(String obstacle, Instant now) {
        return new Departure(Kind.NOT_JOINED, obstacle, now, now, now, now.plus(MARGIN));
    }

    /**
     * Whether this end comes before the other one. Each look computes the same end anew, by two clocks, so a difference of less
     * than {@link #SAME_END} is none.
     */
    boolean endsBefore(Departure other) {
        return toldBy.isBefore(other.toldBy.minus(SAME_END));
    }

    /**
     * The same from the moment in which the host is no longer named: whoever sends goes on for the lag from then on, and the
     * last handshakes take a while. What the way there took moves the whole; an announced end does not move.
     */
    Departure deregistered(Instant now) {
        if (kind != Kind.TERMINATION) {
            return this;
        }
        Duration moved = Duration.between(since, now)
                .plus(admitUntil.equals(since) ? Duration.ZERO : RollPace.HANDSHAKE_TIMEOUT);
        return new Departure(kind, cause, since, admitUntil.plus(moved), toldBy.plus(moved), deadline.plus(moved));
    }

    /** This end for a host that already leaves, whose admission began then. */
    Departure after(Departure earlier) {
        Instant admit = admitUntil.isBefore(earlier.admitUntil) ? admitUntil : earlier.admitUntil;
        return new Departure(kind, cause, earlier.since, admit, toldBy, deadline);
    }

    /** Time enough to leave at the planned pace and to be gone before an announced end. */
    static Duration notice(LeavePace pace) {
        return pace.total().plus(ANNOUNCED_MARGIN.multipliedBy(2));
    }

    /** Whatever delayed the drain does not delay its end. */
    Duration windowLeft(Instant now) {
        Duration left = Duration.between(now, toldBy);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
