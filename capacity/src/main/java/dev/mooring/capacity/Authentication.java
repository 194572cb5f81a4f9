package dev.mooring.capacity;

import dev.mooring.capacity.price.Price;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.capacity.unit.TextKey;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who may connect to a fleet: context "authentication" of cdk.json. Without any of it everybody may.
 *
 * @param texts the inputs that were given
 */
public record Authentication(Map<AuthenticationKey, String> texts) {
    /** Everybody may connect. */
    public static final Authentication NONE = new Authentication(Map.of());

    public Authentication {
        Map<AuthenticationKey, String> sorted = new EnumMap<>(AuthenticationKey.class);
        sorted.putAll(texts);
        texts = Collections.unmodifiableMap(sorted);
    }

    /**
     * Reads the inputs.
     *
     * @throws RefusedException when a key is unknown, a value has not its form, or a server would refuse it at its start
     */
    public static Authentication of(Map<String, ?> inputs) {
        Map<AuthenticationKey, String> texts = new EnumMap<>(AuthenticationKey.class);
        inputs.forEach((name, value) -> {
            AuthenticationKey key = TextKey.of(AuthenticationKey.values(), name, value);
            texts.put(key, key.require(value));
        });
        Authentication authentication = new Authentication(texts);
        authentication.requireOneJudge();
        authentication.requireTokens();
        authentication.requireUrls();
        return authentication;
    }

    /**
     * Refuses what a front makes meaningless: behind a load balancer that tells no address all clients have one.
     *
     * @param ports how clients reach a host
     */
    public void requireBeside(Ingress ingress, PortBudget ports) {
        String rate = texts.get(AuthenticationKey.RATE_PER_ADDRESS);
        if (rate != null && ports.mode() == PortBudget.Mode.IP && !ingress.proxyProtocol()) {
            throw RefusedException.of(
                    AuthenticationKey.RATE_PER_ADDRESS.key(),
                    rate,
                    "needs",
                    "proxy-protocol=true with targets by address, where all clients have that of the load balancer",
                    "set it, take target-type=instance with a current instance-type, or leave the rate out");
        }
    }

    /** The secret with the keys of tokens; empty where there is none. */
    public Optional<String> tokenKeys() {
        return text(AuthenticationKey.JWT_KEYS);
    }

    /** What the server's own configuration file says of it. No key is in it. */
    public SortedMap<String, String> serverProperties() {
        SortedMap<String, String> values = new TreeMap<>();
        texts.forEach((key, text) ->
                values.put(key.key(), key == AuthenticationKey.JWT_KEYS ? HostSecrets.TOKEN_KEYS : text));
        return values;
    }

    /** US dollars a month for the secret of tokens. */
    public double monthlyCost() {
        return tokenKeys().isPresent() ? Price.SECRET_MONTH.dollars() : 0;
    }

    /** One says who a client is. */
    private void requireOneJudge() {
        Optional<String> keys = text(AuthenticationKey.JWT_KEYS);
        Optional<String> issuer = text(AuthenticationKey.JWT_JWKS);
        Optional<String> url = text(AuthenticationKey.AUTH_URL);
        if (keys.isPresent() && issuer.isPresent()) {
            throw RefusedException.of(
                    AuthenticationKey.JWT_KEYS.key(),
                    keys.get(),
                    "contradicts",
                    AuthenticationKey.JWT_JWKS.key() + "=" + shown(issuer.get()),
                    "give one of them");
        }
        if (url.isPresent() && (keys.isPresent() || issuer.isPresent())) {
            throw RefusedException.of(
                    AuthenticationKey.AUTH_URL.key(),
                    shown(url.get()),
                    "is given beside",
                    keys.isPresent() ? AuthenticationKey.JWT_KEYS.key() : AuthenticationKey.JWT_JWKS.key(),
                    "let the one or the other say who a client is");
        }
        if (text(AuthenticationKey.RATE_PER_USER).isPresent()
                && keys.or(() -> issuer).or(() -> url).isEmpty()) {
            throw RefusedException.of(
                    AuthenticationKey.RATE_PER_USER.key(),
                    text(AuthenticationKey.RATE_PER_USER).get(),
                    "is given without",
                    "jwt-keys, jwt-jwks or auth-url, which name users",
                    "give one of them too, or leave rate-per-user out");
        }
        if (text(AuthenticationKey.RATE_PER_USER).isPresent()
                && url.isEmpty()
                && text(AuthenticationKey.JWT_USER_CLAIM)
                        .filter(String::isBlank)
                        .isPresent()) {
            throw RefusedException.of(
                    AuthenticationKey.RATE_PER_USER.key(),
                    text(AuthenticationKey.RATE_PER_USER).get(),
                    "is given with",
                    "jwt-user-claim=, so that no token names a user",
                    "name the claim, or leave rate-per-user out");
        }
    }

    /** Nobody is to believe that tokens are asked for when they are not, or that they are for nobody else. */
    private void requireTokens() {
        boolean tokens = texts.containsKey(AuthenticationKey.JWT_KEYS) || texts.containsKey(AuthenticationKey.JWT_JWKS);
        texts.forEach((key, text) -> {
            if (key.ofTokens() && !tokens) {
                throw RefusedException.of(
                        key.key(),
                        text,
                        "is given without",
                        "jwt-keys or jwt-jwks, so that no token is asked for",
                        "give one of them too, or leave " + key.key() + " out");
            }
        });
        if (tokens && !texts.containsKey(AuthenticationKey.JWT_AUDIENCE)) {
            throw RefusedException.of(
                    AuthenticationKey.JWT_AUDIENCE.key(),
                    "",
                    "is not given with",
                    texts.containsKey(AuthenticationKey.JWT_KEYS) ? "jwt-keys" : "jwt-jwks",
                    "name whom tokens are for, or write any where another's tokens are as good");
        }
    }

    private void requireUrls() {
        for (AuthenticationKey key : new AuthenticationKey[] {AuthenticationKey.JWT_JWKS, AuthenticationKey.AUTH_URL}) {
            text(key).filter(url -> !Messaging.isPostable(url)).ifPresent(url -> {
                throw RefusedException.of(
                        key.key(),
                        shown(url),
                        "is not",
                        "a URL without user and fragment, which are not sent",
                        "write it as https://issuer.example/path");
            });
        }
    }

    private Optional<String> text(AuthenticationKey key) {
        return Optional.ofNullable(texts.get(key));
    }

    /** Without what may be a password: refusals are logged. */
    private static String shown(String url) {
        return url.replaceAll("//.*@", "//***@");
    }
}
