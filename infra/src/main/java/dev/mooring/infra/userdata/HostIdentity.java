package dev.mooring.infra.userdata;

import java.util.Optional;

/**
 * What a host knows of its surroundings.
 *
 * @param region its AWS region, or a token for it
 * @param group its Auto Scaling group
 * @param targetGroup ARN of the target group it registers itself with, or a token for it; empty where it does not
 */
public record HostIdentity(String region, String group, Optional<String> targetGroup) {}
