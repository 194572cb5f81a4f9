package dev.mooring.server.token;

import dev.mooring.capacity.unit.RefusedException;
import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** The keys of one issuer: RFC 7517. Immutable. */
public record KeySet(List<TokenKey> keys) {
    /** More than any issuer has at once. */
    static final int MAX_KEYS = 64;
    /** A token that does not say which key it is of has as many tried. */
    private static final int MAX_TRIED = 8;

    public KeySet {
        keys = List.copyOf(keys);
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("keys=" + keys.size() + " is more than " + MAX_KEYS);
        }
        for (TokenAlgorithm each : TokenAlgorithm.values()) {
            if (keys.stream()
                            .filter(key -> key.algorithm() == each && key.id().isEmpty())
                            .count()
                    > MAX_TRIED) {
                throw new IllegalArgumentException(
                        "more than " + MAX_TRIED + " of its keys are for " + each.text() + " and have no id");
            }
        }
    }

    /**
     * Reads a JWK set or a single JWK. Keys for something else, and those too weak, are left out.
     *
     * @param secretsToo whether it may have keys that sign as well; what comes over the network may not
     * @throws IllegalArgumentException when it is neither; the message has nothing of the text
     */
    static KeySet ofJson(String json, boolean secretsToo) {
        List<JsonWebKey> all;
        try {
            all = json.contains("\"keys\"")
                    ? new JsonWebKeySet(json).getJsonWebKeys()
                    : List.of(JsonWebKey.Factory.newJwk(json));
        } catch (JoseException | RuntimeException unreadable) {
            throw new IllegalArgumentException("it is no JWK set");
        }
        if (all.size() > MAX_KEYS) {
            throw new IllegalArgumentException("it has more than " + MAX_KEYS + " keys");
        }
        List<TokenKey> keys = new ArrayList<>();
        for (JsonWebKey each : all) {
            of(each).filter(key -> secretsToo || key.algorithm() != TokenAlgorithm.HS256)
                    .ifPresent(keys::add);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it has no key that can be used");
        }
        return new KeySet(keys);
    }

    private static Optional<TokenKey> of(JsonWebKey jwk) {
        boolean verifies = (jwk.getUse() == null || jwk.getUse().equals("sig"))
                && (jwk.getKeyOps() == null || jwk.getKeyOps().contains("verify"));
        Key key = jwk.getKey();
        Optional<TokenAlgorithm> algorithm = verifies && key != null ? TokenAlgorithm.of(key) : Optional.empty();
        return algorithm
                .filter(fitting ->
                        jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(fitting.text()))
                .map(fitting -> new TokenKey(Optional.ofNullable(jwk.getKeyId()), fitting, key));
    }

    /** Those that may be used with these algorithms. */
    KeySet only(Set<TokenAlgorithm> algorithms) {
        return new KeySet(keys.stream()
                .filter(key -> algorithms.contains(key.algorithm()))
                .toList());
    }

    /**
     * The same, when there are any.
     *
     * @throws RefusedException when there are none
     */
    KeySet requireAny(String name, Object place, Set<TokenAlgorithm> algorithms) {
        if (keys.isEmpty()) {
            throw RefusedException.of(
                    name,
                    place,
                    "has no key for",
                    String.join(
                            ", ", algorithms.stream().map(TokenAlgorithm::text).toList()),
                    "name in jwt-algorithms what its keys are for");
        }
        return this;
    }

    /**
     * The keys that a token may be of; none when it names one that is not there, or none and too many fit.
     *
     * @param id what it says
     */
    List<TokenKey> fitting(TokenAlgorithm algorithm, Optional<String> id) {
        List<TokenKey> fitting = keys.stream()
                .filter(key -> key.algorithm() == algorithm)
                .filter(key -> id.isEmpty() || key.id().isEmpty() || key.id().equals(id))
                .toList();
        return fitting.size() > MAX_TRIED ? List.of() : fitting;
    }
}
