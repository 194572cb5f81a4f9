package dev.mooring.server.configuration;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.access.AccessSettings;
import dev.mooring.server.access.Rate;
import dev.mooring.server.token.Keys;
import dev.mooring.server.token.TokenAlgorithm;
import dev.mooring.server.token.TokenPlace;
import dev.mooring.server.token.TokenRules;
import dev.mooring.server.token.TokenSettings;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@link AccessOptions} where something is asked for; apart from them, for it needs classes that are not loaded else. */
final class AccessReading {
    private static final String ANY = "any";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private AccessReading() {}

    static AccessSettings of(AccessOptions options, List<String> subprotocols) {
        boolean tokens = !options.jwtKeys.isBlank() || !options.jwtJwks.isBlank();
        if (tokens && !options.authUrl.isBlank()) {
            throw RefusedException.of(
                    "auth-url",
                    options.authUrl,
                    "is given beside",
                    options.jwtKeys.isBlank() ? "jwt-jwks" : "jwt-keys",
                    "let the one or the other say who a client is");
        }
        return new AccessSettings(
                tokens ? Optional.of(token(options)) : Optional.empty(),
                given(options.authUrl)
                        .map(url -> WebAddress.parse(
                                "auth-url",
                                url,
                                "http or https without user and fragment, which are not sent",
                                "http://10.0.0.7:3000/auth")),
                given(options.ratePerAddress).map(rate -> Rate.parse("rate-per-address", rate)),
                given(options.ratePerUser).map(rate -> Rate.parse("rate-per-user", rate)),
                subprotocols);
    }

    private static TokenSettings token(AccessOptions options) {
        if (!options.jwtKeys.isBlank() && !options.jwtJwks.isBlank()) {
            throw RefusedException.of(
                    "jwt-keys", options.jwtKeys, "contradicts", "jwt-jwks=" + options.jwtJwks, "give one of them");
        }
        if (options.jwtAudience.isBlank()) {
            throw RefusedException.of(
                    "jwt-audience",
                    options.jwtAudience,
                    "is not given with",
                    options.jwtKeys.isBlank() ? "jwt-jwks" : "jwt-keys",
                    "name whom tokens are for, or write any where another's tokens are as good");
        }
        List<TokenPlace> places = CommaList.parse("jwt-from", options.jwtFrom).stream()
                .map(each -> TokenPlace.parse("jwt-from", each))
                .toList();
        List<TokenAlgorithm> algorithms =
                TokenAlgorithm.parse("jwt-algorithms", CommaList.parse("jwt-algorithms", options.jwtAlgorithms));
        if (options.jwtUserClaim.isBlank() && !options.ratePerUser.isBlank()) {
            throw RefusedException.of(
                    "rate-per-user",
                    options.ratePerUser,
                    "is given with",
                    "jwt-user-claim=, so that no token names a user",
                    "name the claim, or leave rate-per-user out");
        }
        requireSome("jwt-from", options.jwtFrom, places);
        requireSome("jwt-algorithms", options.jwtAlgorithms, algorithms);
        return new TokenSettings(
                options.jwtKeys.isBlank()
                        ? new Keys.Url(uri("jwt-jwks", options.jwtJwks))
                        : new Keys.File(path("jwt-keys", options.jwtKeys)),
                places,
                new TokenRules(
                        algorithms,
                        given(options.jwtIssuer),
                        given(options.jwtAudience).filter(audience -> !audience.equals(ANY)),
                        DurationText.parse("jwt-skew", options.jwtSkew),
                        given(options.jwtUserClaim),
                        given(options.jwtTopicsClaim)));
    }

    private static void requireSome(String name, String text, List<?> elements) {
        if (elements.isEmpty()) {
            throw RefusedException.of(name, text, "has", "no element", "name one, or leave " + name + " out");
        }
    }

    private static Optional<String> given(String text) {
        return Optional.of(text.strip()).filter(name -> !name.isEmpty());
    }

    private static Path path(String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException unnamable) {
            throw RefusedException.of(
                    name, text, "is not", "a path in this locale", "set LC_ALL=C.UTF-8 or name the file in ASCII");
        }
    }

    /** Whoever could answer in its place could let anybody in, so that it is asked over TLS, or on this host. */
    private static URI uri(String name, String text) {
        URI uri = WebAddress.parse(
                name, text, "https without user and fragment", "https://issuer.example/.well-known/jwks.json");
        if (!uri.getScheme().equals("https") && !LOOPBACK.contains(uri.getHost())) {
            throw RefusedException.of(
                    name, text, "is asked without", "TLS", "write https://, as everything but this host itself needs");
        }
        return uri;
    }
}
