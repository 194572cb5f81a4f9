package dev.mooring.infra.userdata;

import java.util.Optional;

/**
 * What a host knows of its surroundings.
 *
 * @param region its AWS region, or a token for it
 * @param stack the stack that it belongs to, by name
 * @param group its Auto Scaling group
 * @param targetGroup ARN of the target group it registers itself with, or a token for it; empty where it does not
 */
public record HostIdentity(String region, String stack, String group, Optional<String> targetGroup) {}
