package dev.mooring.server.configuration;

import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.unit.DurationText;
import java.time.Duration;

/**
 * The times of a drain, each of an hour at most: after that a load balancer drops what is left.
 *
 * @param delay from the first 503 of the readiness check to the first Close, for the load balancer to notice
 * @param window from the first Close to the last
 */
public record DrainTimes(Duration delay, Duration window) {
    public DrainTimes {
        DurationText.requireWithin("drain-delay", delay, Duration.ZERO, AwsLimits.DEREGISTRATION_LONGEST);
        DurationText.requireWithin("drain-window", window, Duration.ZERO, AwsLimits.DEREGISTRATION_LONGEST);
    }
}
