package dev.mooring.awsstandin;

import java.time.Duration;

/**
 * How a target group takes targets that fail their checks.
 *
 * @param noticed from a changed answer until the load balancer follows it
 * @param terminates whether it cuts the connections of a target that fails, at once
 * @param drainingInterval for which such a target keeps them otherwise, in the state {@code unhealthy.draining}; then it cuts
 *     them. Source: ELB, Network Load Balancers, "Target group health"; AWS re:Post, "NLB introduces a new target health status"
 */
public record HealthChecks(Duration noticed, boolean terminates, Duration drainingInterval) {
    /** As AWS has them by default, and no time until they are noticed. */
    public static final HealthChecks AT_ONCE = new HealthChecks(Duration.ZERO, true, Duration.ZERO);
}
