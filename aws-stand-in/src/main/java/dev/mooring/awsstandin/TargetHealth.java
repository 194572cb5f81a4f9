package dev.mooring.awsstandin;

/**
 * What the load balancer says of a target.
 *
 * @param reason empty for a healthy target
 */
public record TargetHealth(Target target, String state, String reason) {}
