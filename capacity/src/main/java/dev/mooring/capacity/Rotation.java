package dev.mooring.capacity;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;

/**
 * When a host asks its load balancer for no more clients. Its health port then says so, below the cap, while its client ports
 * still admit: whom the load balancer sends until it has noticed finds room. The one place where these numbers are decided.
 *
 * <p>A Network Load Balancer keeps the connections of a target that fails its checks only where the target group says so, and
 * only for the draining interval; after it they are cut. So nobody stays away for longer than half of it. Source: ELB, Network
 * Load Balancers, "Target group health", connection termination for unhealthy targets and unhealthy draining interval.
 * Formulas: docs/capacity-model.md, "What a random front leaves unused".
 *
 * @param fullAt connections with which a host leaves the rotation
 * @param freeBelow connections below which it returns; less than fullAt, so that it does not come and go with each client
 */
public record Rotation(long fullAt, long freeBelow) {
    /** Where hosts answer the load balancer's health checks. */
    public static final int HEALTH_PORT = 9001;

    /** The path of the health check. */
    public static final String HEALTH_PATH = "/rotation";

    /** Between two health checks; AWS takes 5 to 300 s. */
    public static final Duration HEALTH_INTERVAL = Duration.ofSeconds(10);

    /** Checks in a row after which a target is taken for what they say. */
    public static final int HEALTH_CHECKS = 2;

    /** Failing checks stop a Network Load Balancer after 30 to 40 s: kubernetes-sigs, aws-load-balancer-controller, 2366. */
    public static final Duration NOTICED_WITHIN = Duration.ofSeconds(40);

    /** As long as a target can keep its connections. */
    public static final Duration DRAINING_INTERVAL = AwsLimits.MAX_UNHEALTHY_DRAINING;

    /** After so long a host returns, however full it is: at the end of the interval all its connections would be cut. */
    public static final Duration MAX_ABSENCE = DRAINING_INTERVAL.dividedBy(2);

    /** How long it stays then: until the load balancer has noticed, and again as long. */
    public static final Duration RETURN = NOTICED_WITHIN.multipliedBy(3);

    /** Of a thousand. The rest are those that come within 40 s at the pace of a drain of 15 minutes, all of them here. */
    private static final int FULL = 955;

    private static final int FREE = 935;

    /** For hosts of this cap. */
    public static Rotation of(long cap) {
        long fullAt = Math.max(1, cap * FULL / 1_000);
        return new Rotation(fullAt, Math.max(1, cap * FREE / 1_000));
    }

    /** Refuses a fleet whose clients come to the health port. */
    static void requireFree(PortRange ports) {
        if (ports.contains(HEALTH_PORT)) {
            throw RefusedException.of(
                    "ports",
                    ports,
                    "contains",
                    HEALTH_PORT + ", where hosts answer health checks",
                    "choose ports without it");
        }
    }
}
