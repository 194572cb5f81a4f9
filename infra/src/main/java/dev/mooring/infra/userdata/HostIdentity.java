package dev.mooring.infra.userdata;

import java.util.Optional;

/**
 * What a host knows of its surroundings.
 *
 * @param region its AWS region, or a token for it
 * @param stack the stack that it belongs to, by name
 * @param group its Auto Scaling group
 * @param targetGroup ARN of the target group it registers itself with, or a token for it; empty where it does not
 * @param publicName what clients find it by without a load balancer; empty where it publishes nothing
 * @param name what its push port is found by; empty without a push port
 */
public record HostIdentity(
        String region,
        String stack,
        String group,
        Optional<String> targetGroup,
        Optional<PublishedName> publicName,
        Optional<PublishedName> name) {
    /**
     * A name that the host adds its address to.
     *
     * @param zone the id of its zone in Route 53, or a token for it
     */
    public record PublishedName(String zone, String name) {}
}
