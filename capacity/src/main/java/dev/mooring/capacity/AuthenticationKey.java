package dev.mooring.capacity;

import dev.mooring.capacity.unit.TextKey;

/**
 * The inputs about who may connect, by the name that each has in cdk.json, context "authentication", and in the server's own
 * settings. Each form is what the server takes.
 */
public enum AuthenticationKey implements TextKey {
    JWT_KEYS(Form.text("jwt-keys", Form.SECRET, "the name or the ARN of a secret in Secrets Manager")),
    JWT_JWKS(Form.text(
            "jwt-jwks", "https://[^\\s\\\\]+", "a URL of https, as in https://issuer.example/.well-known/jwks.json")),
    JWT_AUDIENCE(Form.text("jwt-audience", Patterns.NAME, "whom tokens are for, or any")),
    JWT_ISSUER(Form.text("jwt-issuer", Patterns.NAME, "who issues tokens, as in https://issuer.example/")),
    JWT_ALGORITHMS(Form.text(
            "jwt-algorithms",
            Patterns.listOf("HS256|RS256|ES256|EdDSA"),
            "a list of HS256, RS256, ES256 and EdDSA, as in RS256,ES256")),
    JWT_SKEW(Form.text("jwt-skew", "[0-5]m|([0-9]|[1-9][0-9]|[12][0-9]{2}|300)s", "a time of 5m at most, as in 30s")),
    JWT_FROM(Form.text(
            "jwt-from",
            Patterns.listOf("header|(cookie|query|subprotocol):[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}"),
            "a list of header, cookie:NAME, query:NAME and subprotocol:NAME")),
    JWT_USER_CLAIM(Form.text("jwt-user-claim", "|" + Patterns.NAME, "the name of a claim, or empty for no user")),
    JWT_TOPICS_CLAIM(Form.text("jwt-topics-claim", Patterns.NAME, "the name of a claim")),
    AUTH_URL(Form.text("auth-url", "https?://[^\\s\\\\]+", "a URL, as in http://auth.internal:3000/auth")),
    ORIGINS(Form.text(
            "origins",
            Patterns.listOf(Patterns.ORIGIN),
            "origins as browsers send them, as in https://shop.example,https://*.shop.example")),
    RATE_PER_ADDRESS(Form.text("rate-per-address", Patterns.RATE, "a rate, as in 20/s, 20/m or 20/h")),
    RATE_PER_USER(Form.text("rate-per-user", Patterns.RATE, "a rate, as in 20/s, 20/m or 20/h"));

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final Form form;

    AuthenticationKey(Form form) {
        this.form = form;
    }

    @Override
    public Form form() {
        return form;
    }

    /** Whether it says something of tokens, which means nothing where none is asked for. */
    boolean ofTokens() {
        return key().startsWith("jwt-") && this != JWT_KEYS && this != JWT_JWKS;
    }

    private static final class Patterns {
        /** Blanks at the ends would be lost on the way, and a backslash means something in the server's file. */
        static final String NAME = "[^\\s\\\\\\p{Cntrl}]([^\\\\\\p{Cntrl}]*[^\\s\\\\\\p{Cntrl}])?";

        static final String RATE = "([1-9][0-9]{0,5}|1000000)/[smh]";

        /** Lower case, no path, not the port that browsers leave out; a star stands before two names at least. */
        static final String ORIGIN = "null|(?!https://[^,]*:443(,|$))(?!http://[^,]*:80(,|$))[a-z][a-z0-9+.-]*://"
                + "(\\*\\.[a-z0-9_-]+(\\.[a-z0-9_-]+)+(:[0-9]+)?|[a-z0-9.:\\[\\]_-]+)";

        private Patterns() {}

        static String listOf(String element) {
            return "(" + element + ")(,(" + element + "))*";
        }
    }
}
