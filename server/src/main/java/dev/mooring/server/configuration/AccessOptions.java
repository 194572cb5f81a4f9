package dev.mooring.server.configuration;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.access.AccessSettings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The settings of who may connect, as text. Everybody may by default, and nothing is loaded then. */
@SuppressWarnings("NullAway.Init") // picocli fills every field: each has a default
public final class AccessOptions {
    private static final String DEFAULT_ALGORITHMS = "HS256,RS256,ES256,EdDSA";
    private static final String DEFAULT_SKEW = "30s";
    private static final String DEFAULT_PLACE = "header";
    private static final String DEFAULT_USER_CLAIM = "sub";

    @Option(
            names = "--jwt-keys",
            paramLabel = "FILE",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Keys of the JWTs that clients must have: a JWK set, public keys in PEM, or a secret."
                    + " Default: none, everybody may connect.")
    String jwtKeys;

    @Option(
            names = "--jwt-jwks",
            paramLabel = "URL",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "URL of their issuer's JWK set, instead of a file. Default: none.")
    String jwtJwks;

    @Option(
            names = "--jwt-audience",
            paramLabel = "NAME",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Whom they must be for (aud), or any; needed with JWTs.")
    String jwtAudience;

    @Option(
            names = "--jwt-issuer",
            paramLabel = "NAME",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Who must have issued them (iss). Default: whoever has the key.")
    String jwtIssuer;

    @Option(
            names = "--jwt-algorithms",
            paramLabel = "LIST",
            defaultValue = DEFAULT_ALGORITHMS,
            description = "Signatures that are taken, each with its own type of key alone.")
    String jwtAlgorithms;

    @Option(
            names = "--jwt-skew",
            paramLabel = "TIME",
            defaultValue = DEFAULT_SKEW,
            description = "By how much clocks may differ for exp and nbf; 5m at most.")
    String jwtSkew;

    @Option(
            names = "--jwt-from",
            paramLabel = "LIST",
            defaultValue = DEFAULT_PLACE,
            description = "Where they are: header, cookie:NAME, query:NAME, subprotocol:NAME.")
    String jwtFrom;

    @Option(
            names = "--jwt-user-claim",
            paramLabel = "NAME",
            defaultValue = DEFAULT_USER_CLAIM,
            description = "Claim that names the user; empty for none.")
    String jwtUserClaim;

    @Option(
            names = "--jwt-topics-claim",
            paramLabel = "NAME",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Claim that lists topics to hear. Default: none.")
    String jwtTopicsClaim;

    @Option(
            names = "--auth-url",
            paramLabel = "URL",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Asked about each client, with its Authorization, Cookie and Origin; 2xx lets it in."
                    + " Default: none.")
    String authUrl;

    @Option(
            names = "--rate-per-address",
            paramLabel = "RATE",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "How often clients of one address may connect, as 20/s, 20/m or 20/h (else 429). Default: any.")
    String ratePerAddress;

    @Option(
            names = "--rate-per-user",
            paramLabel = "RATE",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "How often one user may, by its token or auth-url (else 429). Default: any.")
    String ratePerUser;

    /**
     * Who may connect; empty when everybody may.
     *
     * @param subprotocols those that the server agrees to
     * @throws RefusedException when a value is not readable, or needs another that is not given
     */
    public Optional<AccessSettings> settings(List<String> subprotocols) {
        if (jwtKeys.isBlank() && jwtJwks.isBlank()) {
            requireNoRules();
        }
        return jwtKeys.isBlank() && jwtJwks.isBlank() && authUrl.isBlank() && ratePerAddress.isBlank()
                ? Optional.empty()
                : Optional.of(AccessReading.of(this, subprotocols));
    }

    /** Nobody is to believe that tokens are asked for when they are not. */
    private void requireNoRules() {
        requireUsual("jwt-audience", jwtAudience, "");
        requireUsual("jwt-issuer", jwtIssuer, "");
        requireUsual("jwt-algorithms", jwtAlgorithms, DEFAULT_ALGORITHMS);
        requireUsual("jwt-skew", jwtSkew, DEFAULT_SKEW);
        requireUsual("jwt-from", jwtFrom, DEFAULT_PLACE);
        requireUsual("jwt-user-claim", jwtUserClaim, DEFAULT_USER_CLAIM);
        requireUsual("jwt-topics-claim", jwtTopicsClaim, "");
        if (!ratePerUser.isBlank() && authUrl.isBlank()) {
            throw RefusedException.of(
                    "rate-per-user",
                    ratePerUser,
                    "is given without",
                    "jwt-keys, jwt-jwks or auth-url, which name users",
                    "give one of them too, or leave rate-per-user out");
        }
    }

    private static void requireUsual(String name, String text, String usual) {
        if (!text.strip().equals(usual)) {
            throw RefusedException.of(
                    name,
                    text,
                    "is given without",
                    "jwt-keys or jwt-jwks, so that no token is asked for",
                    "give one of them too, or leave " + name + " out");
        }
    }
}
