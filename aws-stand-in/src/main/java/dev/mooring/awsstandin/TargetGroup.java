package dev.mooring.awsstandin;

import java.time.Duration;

/**
 * A target group of a network load balancer.
 *
 * @param type {@code ip} or {@code instance}
 * @param deregistrationDelay during which a deregistered target drains
 * @param preservesClientAddress whether targets see the client's address
 */
public record TargetGroup(
        String arn, String type, Duration deregistrationDelay, boolean preservesClientAddress, HealthChecks checks) {
    public static TargetGroup ofAddresses(String arn, Duration deregistrationDelay) {
        return new TargetGroup(arn, "ip", deregistrationDelay, false, HealthChecks.AT_ONCE);
    }

    public static TargetGroup ofInstances(String arn, Duration deregistrationDelay) {
        return new TargetGroup(arn, "instance", deregistrationDelay, true, HealthChecks.AT_ONCE);
    }

    /** The same with other health checks. */
    public TargetGroup checked(HealthChecks other) {
        return new TargetGroup(arn, type, deregistrationDelay, preservesClientAddress, other);
    }

    boolean takesAddresses() {
        return type.equals("ip");
    }
}
