package dev.mooring.server.token;

import dev.mooring.capacity.unit.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a token has to say.
 *
 * @param algorithms that it may be signed with
 * @param issuer whose it has to be; any where empty
 * @param audience that it has to be for; any where empty
 * @param skew by which clocks may differ
 * @param userClaim the claim that names the user; none is named where empty
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
