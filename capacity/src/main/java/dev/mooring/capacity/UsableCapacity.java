package dev.mooring.capacity;

/**
 * How much of the sum of the hosts' caps is used when the first client finds a full host. Neither a Network Load Balancer
 * nor DNS knows who is full; both place at random. Hosts may leave the rotation of a load balancer ({@link Rotation}), and may
 * move connections ({@link Balance}).
 *
 * <p>The model is that of balls thrown into urns until one overflows (Holst, "On birthday, collectors', occupancy and other
 * classical urn problems", International Statistical Review 54, 1986): with arrivals as a Poisson process the hosts are
 * independent, each full after a gamma-distributed time, and the mean of the earliest is the mean number of clients placed.
 * A gamma distribution of so many connections is taken as a cubed normal one (Wilson and Hilferty, 1931).
 * Formulas: docs/capacity-model.md, "What a random front leaves unused".
 *
 * @param together share of the caps when all hosts started empty
 * @param grown share of the caps when the last host started empty beside the others, as {@link Growth} has it; at least,
 *     where hosts leave the rotation
 * @param moved the same where fuller hosts move connections to it; at least, whatever is left to move
 */
public record UsableCapacity(double together, double grown, double moved) {
    private static final int STEPS = 4_000;

    /** Deviations from the mean beyond which nothing happens. */
    private static final double WIDTH = 9;

    /**
     * Of a fleet of so many hosts; grown means one host more.
     *
     * @param leave whether full hosts leave the rotation of a load balancer, so that others fill up before anybody is refused
     */
    static UsableCapacity of(long hosts, long cap, boolean leave) {
        // They leave one after the other; when all have left the load balancer sends to all.
        double rotated = leave ? (double) Rotation.of(cap).fullAt() / cap : 0;
        double grown = Math.max(atFirstRefusal(hosts, Growth.at(hosts), 1, cap), rotated);
        return new UsableCapacity(atFirstRefusal(hosts, 0, 0, cap), grown, Math.max(grown, 1 - Balance.BEGIN));
    }

    /**
     * The share of all caps that is used at the first refusal, on average.
     *
     * @param hosts how many hold something
     * @param load share of its cap that each of them holds
     * @param empty how many beside them are empty
     * @param cap of each
     */
    static double atFirstRefusal(long hosts, double load, long empty, long cap) {
        long all = hosts + empty;
        if (all == 1) {
            return 1;
        }
        long held = Math.round(load * cap);
        // The client after the last that fits is the one that is refused.
        double earliest = meanOfEarliest(hosts, (double) (cap - held + 1), empty, (double) (cap + 1));
        return Math.min(1, (hosts * held + all * earliest - 1) / ((double) all * cap));
    }

    /** The mean of the least of gamma-distributed times: the integral of the chance that none has come yet. */
    private static double meanOfEarliest(long hosts, double room, long empty, double emptyRoom) {
        double from = Math.max(0, room - WIDTH * Math.sqrt(room));
        double to = room + WIDTH * Math.sqrt(room);
        double step = (to - from) / STEPS;
        double sum = 0;
        for (int each = 0; each < STEPS; each++) {
            double time = from + (each + 0.5) * step;
            sum += Math.pow(later(room, time), (double) hosts) * Math.pow(later(emptyRoom, time), (double) empty);
        }
        return from + sum * step;
    }

    /** The chance that a gamma-distributed time of this mean is longer. */
    private static double later(double mean, double time) {
        double spread = 1 / (9 * mean);
        return Normal.above((Math.cbrt(time / mean) - (1 - spread)) / Math.sqrt(spread));
    }
}
