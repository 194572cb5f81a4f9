package dev.mooring.server.configuration;

import java.time.Duration;

/**
 * The times of a drain.
 *
 * @param delay from the first 503 of the readiness check to the first Close, for the load balancer to notice
 * @param window from the first Close to the last
 */
public record DrainTimes(Duration delay, Duration window) {}
