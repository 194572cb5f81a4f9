package dev.mooring.awsstandin;

import java.time.Duration;

/**
 * A target group of a network load balancer.
 *
 * @param type {@code ip} or {@code instance}
 * @param deregistrationDelay during which a deregistered target drains
 * @param preservesClientAddress whether targets see the client's address
 */
public record TargetGroup(String arn, String type, Duration deregistrationDelay, boolean preservesClientAddress) {
    public static TargetGroup ofAddresses(String arn, Duration deregistrationDelay) {
        return new TargetGroup(arn, "ip", deregistrationDelay, false);
    }

    public static TargetGroup ofInstances(String arn, Duration deregistrationDelay) {
        return new TargetGroup(arn, "instance", deregistrationDelay, true);
    }

    boolean takesAddresses() {
        return type.equals("ip");
    }
}
