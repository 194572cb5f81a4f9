package dev.mooring.server.token;

import dev.mooring.capacity.unit.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a token must contain.
 *
 * @param algorithms that it may be signed with
 * @param issuer the issuer it must name; any if empty
 * @param audience the audience it must name; any if empty
 * @param skew how far clocks may differ
 * @param userClaim the claim that names the user; none if empty
 * @param topicsClaim the claim that lists topics
 */
public record TokenRules(
        List<TokenAlgorithm> algorithms,
        Optional<String> issuer,
        Optional<String> audience,
        Duration skew,
        Optional<String> userClaim,
        Optional<String> topicsClaim) {
    public static final Duration MAX_SKEW = Duration.ofMinutes(5);

    public TokenRules {
        algorithms = List.copyOf(algorithms);
        DurationText.requireWithin("jwt-skew", skew, Duration.ZERO, MAX_SKEW);
    }
}
