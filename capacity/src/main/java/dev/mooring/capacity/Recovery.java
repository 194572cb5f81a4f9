package dev.mooring.capacity;

import java.time.Duration;

/**
 * What happens when the spare hosts of a full fleet are lost at once: their clients return to those that are left, which
 * admit them as fast as their processors and ports allow, and send away whoever finds a full host.
 * Formulas: docs/capacity-model.md, "Spare hosts".
 *
 * @param lostHosts hosts that are gone
 * @param returning connections that they held
 * @param survivorHolds connections of a host that is left, afterwards; never more than its cap
 * @param notice how long a load balancer goes on sending clients to the hosts that are gone; zero where clients choose
 * @param admission until each returning client has been admitted or sent away once
 * @param retries how often the last of those that were sent away is told to wait, but for one time in a hundred
 */
public record Recovery(
        long lostHosts, long returning, long survivorHolds, Duration notice, Duration admission, long retries) {
    /** The shortest and the longest time after which a client that was sent away may return. */
    public static final Duration MIN_RETRY_AFTER = Duration.ofSeconds(5);

    public static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(30);

    private static final double LEFT_OUT = 0.01;

    static Recovery of(FleetSpec spec, FleetSize fleet, PortBudget ports) {
        long left = fleet.hosts() - fleet.spare();
        long returning = Math.ceilDiv(spec.fleet().total() * fleet.spare(), fleet.hosts());
        long each = Math.ceilDiv(returning, left);
        return new Recovery(
                fleet.spare(),
                returning,
                Math.ceilDiv(spec.fleet().total(), left),
                fleet.loadBalancers() > 0 ? Rotation.NOTICED_WITHIN : Duration.ZERO,
                ReconnectStorm.of(each, spec.instance().hardware().virtualCpus(), ports, spec.ingress())
                        .shortest(),
                retries(spec, fleet.hosts(), left, each));
    }

    /** All are back by then, counted from the moment in which their clients notice. */
    public Duration within() {
        return notice.plus(admission).plus(MAX_RETRY_AFTER.multipliedBy(retries));
    }

    /**
     * The clients choose at random, so some hosts are full while others have room. Those that meet a full one try again;
     * at worst one host of all has room, and each attempt finds it with that chance.
     */
    private static long retries(FleetSpec spec, long hosts, long left, long each) {
        double room = spec.connections() - spec.fleet().total() / (double) hosts;
        double spread = Math.sqrt((double) each);
        double tooMany = left * spread * Normal.meanAbove((room - (double) each) / spread);
        if (left == 1 || tooMany < LEFT_OUT) {
            return 0;
        }
        return Math.max(1, (long) Math.ceil(Math.log(LEFT_OUT / tooMany) / Math.log1p(-1.0 / left)));
    }
}
