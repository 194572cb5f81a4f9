package dev.mooring.capacity;

import dev.mooring.capacity.unit.DurationText;
import java.time.Duration;

/**
 * When a fleet starts another host, as a share of the caps that it has. A new host is ready after {@link #READY}, and what the
 * others hold then stays where it is: the fewer they are, the earlier it has to start.
 */
public final class Growth {
    /**
     * With one host, so that at half of its cap the second one serves, in a fleet that grows by up to a fiftieth of a cap a
     * minute: 12,000 of 600,000.
     */
    public static final double OF_ONE = 0.4;

    /** With more hosts. */
    public static final double OF_SEVERAL = 0.8;

    /** Alarm, boot, installation, verification and the load balancer's first checks. */
    public static final Duration READY = Duration.ofMinutes(5);

    private Growth() {}

    /** The share at which a fleet of so many hosts starts the next one. */
    public static double at(long hosts) {
        return hosts == 1 ? OF_ONE : OF_SEVERAL;
    }

    /** Whether a fleet begins with one host and may have two. */
    public static boolean fromOne(FleetSize fleet) {
        return fleet.hosts() == 1 && fleet.maxHosts() > 1;
    }

    /** When the next host is started, in words. */
    static String described(long hosts) {
        return "started at " + Math.round(at(hosts) * 100) + " % of the caps, ready after "
                + DurationText.format(READY);
    }
}
