package dev.mooring.server.token;

import dev.mooring.server.identity.Identity;
import dev.mooring.server.topic.TopicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.lang.JoseException;

/**
 * Verifies tokens: RFC 7519, as RFC 8725 advises. Thread-safe; costs up to a few milliseconds of CPU, so never call it on an
 * event loop. Nothing that it throws or returns contains any part of the token.
 *
 * <p>The library parses the token, computes signatures and checks times, issuer and audience. What is decided here is which key may
 * verify it: only one that belongs to the algorithm that the token names, and only if that algorithm is allowed.
 */
final class TokenVerifier {
    /** In characters: the default limit of all headers of a request. */
    static final int MAX_LENGTH = 8 << 10;

    private static final int MAX_KEY_ID = 256;
    private static final int DOTS = 2;

    private final TokenRules rules;
    private final AlgorithmConstraints permitted;

    TokenVerifier(TokenRules rules) {
        this.rules = rules;
        this.permitted = new AlgorithmConstraints(
                ConstraintType.PERMIT,
                rules.algorithms().stream().map(TokenAlgorithm::text).toArray(String[]::new));
    }

    /** Whether it is worth any work. */
    static Optional<TokenRefusal> refusalUnread(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.of(TokenRefusal.OVERSIZED);
        }
        // Five parts would be an encrypted one.
        return token.chars().filter(each -> each == '.').count() == DOTS
                ? Optional.empty()
                : Optional.of(TokenRefusal.MALFORMED);
    }

    /**
     * Who the token says the client is.
     *
     * @throws RefusedTokenException when it is not valid
     */
    Identity verify(String token, KeySet keys, Instant now) throws RefusedTokenException {
        Optional<TokenRefusal> unread = refusalUnread(token);
        if (unread.isPresent()) {
            throw new RefusedTokenException(unread.get());
        }
        try {
            return identity(claims(signed(token, keys), token, now));
        } catch (JoseException | RuntimeException unreadable) {
            throw new RefusedTokenException(TokenRefusal.MALFORMED);
        }
    }

    /** The token, and the key whose signature it bears. */
    private JsonWebSignature signed(String token, KeySet keys) throws JoseException, RefusedTokenException {
        JsonWebSignature parsed = new JsonWebSignature();
        parsed.setCompactSerialization(token);
        parsed.setAlgorithmConstraints(permitted);
        String named = parsed.getAlgorithmHeaderValue();
        TokenAlgorithm algorithm = TokenAlgorithm.named(named == null ? "" : named)
                .filter(rules.algorithms()::contains)
                .orElseThrow(() -> new RefusedTokenException(TokenRefusal.ALGORITHM));
        Optional<String> id = Optional.ofNullable(parsed.getKeyIdHeaderValue());
        List<TokenKey> fitting = id.orElse("").length() > MAX_KEY_ID ? List.of() : keys.fitting(algorithm, id);
        if (fitting.isEmpty()) {
            throw new RefusedTokenException(TokenRefusal.KEY);
        }
        for (TokenKey key : fitting) {
            parsed.setKey(key.key());
            if (parsed.verifySignature()) {
                return parsed;
            }
        }
        throw new RefusedTokenException(TokenRefusal.SIGNATURE);
    }

    private JwtClaims claims(JsonWebSignature signed, String token, Instant now)
            throws JoseException, RefusedTokenException {
        JwtConsumerBuilder builder = new JwtConsumerBuilder()
                // It has its key; that the signature is right is remembered, and required once more.
                .setVerificationKeyResolver((each, _) -> each.getKey())
                .setJwsAlgorithmConstraints(permitted)
                .setRequireExpirationTime()
                .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()))
                .setAllowedClockSkewInSeconds(Math.toIntExact(rules.skew().toSeconds()));
        rules.issuer().ifPresent(issuer -> builder.setExpectedIssuer(true, issuer));
        rules.audience()
                .ifPresentOrElse(
                        audience -> builder.setExpectedAudience(true, audience),
                        builder::setSkipDefaultAudienceValidation);
        try {
            JwtClaims claims = JwtClaims.parse(signed.getPayload());
            builder.build().processContext(new JwtContext(token, claims, List.of(signed)));
            return claims;
        } catch (InvalidJwtException invalid) {
            throw new RefusedTokenException(reason(invalid));
        }
    }

    private Identity identity(JwtClaims claims) throws RefusedTokenException {
        try {
            Optional<TopicKey> user = Optional.empty();
            if (rules.userClaim().isPresent()) {
                String named = claims.getStringClaimValue(rules.userClaim().get());
                user = Optional.of(TopicKey.user(TopicKey.requireText(named == null ? "" : named)));
            }
            List<TopicKey> topics = new ArrayList<>();
            if (rules.topicsClaim().isPresent()
                    && claims.hasClaim(rules.topicsClaim().get())) {
                for (String topic : names(claims, rules.topicsClaim().get())) {
                    topics.add(TopicKey.topic(TopicKey.requireText(topic)));
                }
            }
            Instant end = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
            return new Identity(user, topics, Optional.of(end.plus(rules.skew())), Optional.empty());
        } catch (IllegalArgumentException | DateTimeException | MalformedClaimException unfit) {
            throw new RefusedTokenException(TokenRefusal.CLAIMS);
        }
    }

    private static List<String> names(JwtClaims claims, String claim) throws MalformedClaimException {
        return claims.isClaimValueString(claim)
                ? List.of(claims.getStringClaimValue(claim))
                : claims.getStringListClaimValue(claim);
    }

    private static TokenRefusal reason(InvalidJwtException invalid) {
        if (invalid.hasErrorCode(ErrorCodes.EXPIRED)) {
            return TokenRefusal.EXPIRED;
        }
        if (invalid.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return TokenRefusal.EARLY;
        }
        if (invalid.hasErrorCode(ErrorCodes.ISSUER_INVALID) || invalid.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return TokenRefusal.ISSUER;
        }
        if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return TokenRefusal.AUDIENCE;
        }
        if (invalid.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)
                || invalid.hasErrorCode(ErrorCodes.EXPIRATION_TOO_FAR_IN_FUTURE)
                || invalid.hasErrorCode(ErrorCodes.MALFORMED_CLAIM)) {
            return TokenRefusal.CLAIMS;
        }
        return invalid.hasErrorCode(ErrorCodes.SIGNATURE_INVALID) ? TokenRefusal.SIGNATURE : TokenRefusal.MALFORMED;
    }
}
