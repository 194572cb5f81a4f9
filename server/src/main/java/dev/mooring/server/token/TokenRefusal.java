package dev.mooring.server.token;

import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.HandshakeAnswer.Refuse;
import java.util.Locale;

/**
 * Why a token is refused. The client is told no more than it can know: nothing about keys, issuers or audiences, which would help
 * a forger.
 */
public enum TokenRefusal {
    MISSING("There was none", "there is no token"),
    MALFORMED("It was no JWT", Words.NOT_ACCEPTED),
    OVERSIZED("It was too long", "the token is too long"),
    ALGORITHM("It was signed with an algorithm that is not allowed, or not at all", Words.NOT_ACCEPTED),
    KEY("It named a key that there is not", Words.NOT_ACCEPTED),
    SIGNATURE("Its signature was wrong", Words.NOT_ACCEPTED),
    EXPIRED("It had expired", "the token has expired"),
    EARLY("It was not valid yet", "the token is not valid yet"),
    ISSUER("It was another issuer's", Words.NOT_ACCEPTED),
    AUDIENCE("It was for another audience", Words.NOT_ACCEPTED),
    CLAIMS("A claim was missing, or could not be what it has to be", Words.NOT_ACCEPTED),
    UNAVAILABLE("The keys were not known", Words.UNAVAILABLE),
    BUSY("Too many waited to be verified", Words.UNAVAILABLE);

    private final String description;
    private final String told;

    TokenRefusal(String description, String told) {
        this.description = description;
        this.told = told;
    }

    String description() {
        return description;
    }

    String figure() {
        return "mooring.token.refused." + name().toLowerCase(Locale.ROOT);
    }

    /** The answer: 401 with RFC 6750's challenge, or 503 where the token may be good. */
    public Refuse answer() {
        if (told.equals(Words.UNAVAILABLE)) {
            return HandshakeAnswer.refuse(503, told + "\n").header("Retry-After", "1");
        }
        String challenge =
                this == MISSING ? "Bearer" : "Bearer error=\"invalid_token\", error_description=\"" + told + "\"";
        return HandshakeAnswer.refuse(401, told + "\n").header("WWW-Authenticate", challenge);
    }

    /** Shared by several reasons. */
    private static final class Words {
        private static final String NOT_ACCEPTED = "the token is not accepted";
        private static final String UNAVAILABLE = "tokens cannot be verified now; try again";
    }
}
