package dev.mooring.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many connections a host sends to emptier ones: it closes them with 1012, and they return elsewhere. It aims at the mean
 * of the fleet, which moving does not change, so a reading of it that is some minutes old serves as well as a new one; and it
 * never closes more than the others have room for. The one place where these numbers are decided.
 *
 * @param cap of each host
 * @param pace over which a host closes all that its cap admits: that of a drain
 */
public record Balance(long cap, Duration pace) {
    /** The share of its cap by which a host that moves nobody must exceed the mean before it begins. */
    public static final double BEGIN = 0.03;

    /** The share of its cap by which a host that moves somebody must exceed the mean to go on. */
    public static final double END = 0.01;

    /** What a host moves at once; then it looks again. */
    public static final Duration ROUND = Duration.ofMinutes(1);

    /**
     * What a fleet holds.
     *
     * @param hosts that told it
     * @param mean connections of one
     */
    public record Fleet(long hosts, double mean) {}

    /**
     * What the hosts told within a minute.
     *
     * @param minute its beginning
     * @param fleet what they hold
     */
    public record Told(Instant minute, Fleet fleet) {
        /** No earlier one than this long ago is asked for. */
        public static final Duration OLDEST = Duration.ofMinutes(5);

        /** The minute of the most hosts, as the last ones may still lack some; of several the last. */
        public static Optional<Told> mostComplete(Stream<Told> minutes) {
            return minutes.max(
                    Comparator.<Told>comparingLong(told -> told.fleet().hosts()).thenComparing(Told::minute));
        }
    }

    /**
     * How many to close within the next {@link #ROUND}.
     *
     * @param own connections of this host, now
     * @param moving whether it moved some within the last round
     */
    public long toMove(long own, Fleet fleet, boolean moving) {
        double surplus = own - fleet.mean();
        if (fleet.hosts() < 2 || surplus < cap * (moving ? END : BEGIN)) {
            return 0;
        }
        long others = fleet.hosts() - 1;
        double room = others * (double) Rotation.of(cap).fullAt() - (fleet.hosts() * fleet.mean() - own);
        // All hosts but one may move at once, and together no faster than one that drains.
        double paced = cap * (ROUND.toMillis() / (double) Math.max(1, pace.toMillis())) / others;
        return (long) Math.max(0, Math.min(paced, Math.min(surplus, room)));
    }
}
