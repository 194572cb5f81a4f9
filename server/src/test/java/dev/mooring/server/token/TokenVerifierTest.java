package dev.mooring.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mooring.server.identity.Identity;
import dev.mooring.server.topic.TopicKey;
import java.security.Key;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which tokens let a client in, and which do not, whatever they look like. */
class TokenVerifierTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000);
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final String GOOD = Tokens.claims("ann", NOW);
    private static final KeyPair STRANGER = Tokens.pair("RSA", 2048);
    private static final KeySet KEYS = new KeySet(List.of(
            Tokens.key("h", Tokens.secret()),
            Tokens.key("r", Tokens.RSA.getPublic()),
            Tokens.key("e", Tokens.EC.getPublic()),
            Tokens.key("d", Tokens.ED25519.getPublic())));

    private final TokenVerifier verifier = verifier(TokenAlgorithm.values());

    @ParameterizedTest
    @MethodSource
    void takesEachAlgorithmWithItsOwnKey(String algorithm, String id, Key key) throws RefusedTokenException {
        Identity expected = new Identity(
                Optional.of(TopicKey.user("ann")),
                List.of(TopicKey.topic("news.ann")),
                Optional.of(NOW.plus(Duration.ofHours(1)).plus(SKEW)),
                Optional.empty());
        assertEquals(expected, verifier.verify(Tokens.signed(algorithm, id, key, GOOD), KEYS, NOW));
        assertEquals(expected, verifier.verify(Tokens.signed(algorithm, "", key, GOOD), KEYS, NOW));
    }

    static Stream<Arguments> takesEachAlgorithmWithItsOwnKey() {
        return Stream.of(
                arguments("HS256", "h", Tokens.secret()),
                arguments("RS256", "r", Tokens.RSA.getPrivate()),
                arguments("ES256", "e", Tokens.EC.getPrivate()),
                arguments("EdDSA", "d", Tokens.ED25519.getPrivate()));
    }

    @ParameterizedTest
    @MethodSource
    void refusesEveryOther(String what, String token, TokenRefusal why) {
        assertEquals(why, refusal(verifier, token, KEYS), what);
    }

    static Stream<Arguments> refusesEveryOther() {
        List<Arguments> cases = new ArrayList<>();
        cases.addAll(unsigned());
        cases.addAll(confused());
        cases.addAll(shapes());
        cases.addAll(claims());
        return cases.stream();
    }

    private static List<Arguments> unsigned() {
        List<Arguments> cases = new ArrayList<>();
        for (String none : List.of("none", "None", "NONE", "nOnE", "", "HS384", "RS512", "PS256", "ES256K", "hs256")) {
            String signed = Tokens.withHeader("{\"alg\":\"" + none + "\"}", Tokens.secret(), GOOD);
            cases.add(arguments("alg " + none, signed, TokenRefusal.ALGORITHM));
            cases.add(arguments(
                    "alg " + none + " unsigned",
                    signed.substring(0, signed.lastIndexOf('.') + 1),
                    TokenRefusal.ALGORITHM));
        }
        cases.add(arguments("no alg", Tokens.withHeader("{}", Tokens.secret(), GOOD), TokenRefusal.ALGORITHM));
        for (String algorithm : List.of("HS256", "RS256", "ES256", "EdDSA")) {
            String signed = Tokens.signed(algorithm, "", Tokens.secret(), GOOD);
            String unsigned = signed.substring(0, signed.lastIndexOf('.') + 1);
            cases.add(arguments(algorithm + " without signature", unsigned, TokenRefusal.SIGNATURE));
            cases.add(arguments(
                    algorithm + " with zeros", unsigned + Tokens.encoded(new byte[64]), TokenRefusal.SIGNATURE));
            cases.add(arguments(
                    algorithm + " with a short one", unsigned + Tokens.encoded(new byte[3]), TokenRefusal.SIGNATURE));
        }
        return cases;
    }

    private static List<Arguments> confused() {
        List<Arguments> cases = new ArrayList<>();
        for (PublicKey open : List.of(Tokens.RSA.getPublic(), Tokens.EC.getPublic(), Tokens.ED25519.getPublic())) {
            String pem = Tokens.pem("PUBLIC KEY", open.getEncoded());
            for (byte[] known : List.of(
                    open.getEncoded(),
                    pem.getBytes(UTF_8),
                    pem.strip().getBytes(UTF_8),
                    Base64.getEncoder().encode(open.getEncoded()))) {
                Key mac = Tokens.secret(known);
                cases.add(arguments(
                        "HMAC with a public key", Tokens.signed("HS256", "", mac, GOOD), TokenRefusal.SIGNATURE));
                for (String id : List.of("r", "e", "d")) {
                    cases.add(arguments(
                            "HMAC under the id of " + id, Tokens.signed("HS256", id, mac, GOOD), TokenRefusal.KEY));
                }
            }
        }
        cases.add(arguments(
                "a stranger's key", Tokens.signed("RS256", "r", STRANGER.getPrivate(), GOOD), TokenRefusal.SIGNATURE));
        cases.add(arguments(
                "its own key in the header",
                Tokens.withHeader(
                        "{\"alg\":\"RS256\",\"jwk\":" + Tokens.jwk("r", STRANGER.getPublic()) + "}",
                        STRANGER.getPrivate(),
                        GOOD),
                TokenRefusal.SIGNATURE));
        cases.add(arguments(
                "a place of keys in the header",
                Tokens.withHeader(
                        "{\"alg\":\"RS256\",\"jku\":\"http://127.0.0.1:1/\",\"x5u\":\"http://127.0.0.1:1/\"}",
                        STRANGER.getPrivate(),
                        GOOD),
                TokenRefusal.SIGNATURE));
        for (String id : List.of("x", "../../dev/null", "' OR 1=1 --", "r\\u0000", " r", "R", "a".repeat(257))) {
            cases.add(arguments(
                    "kid " + id, Tokens.signed("RS256", id, Tokens.RSA.getPrivate(), GOOD), TokenRefusal.KEY));
        }
        cases.add(arguments(
                "the id of another algorithm's key",
                Tokens.signed("RS256", "e", Tokens.RSA.getPrivate(), GOOD),
                TokenRefusal.KEY));
        return cases;
    }

    private static List<Arguments> shapes() {
        String good = Tokens.signed("RS256", "r", Tokens.RSA.getPrivate(), GOOD);
        String[] parts = good.split("\\.", -1);
        return List.of(
                arguments("nothing", "", TokenRefusal.MALFORMED),
                arguments("dots", "..", TokenRefusal.MALFORMED),
                arguments("one part", parts[0], TokenRefusal.MALFORMED),
                arguments("two parts", parts[0] + "." + parts[1], TokenRefusal.MALFORMED),
                arguments("five parts", good + ".a.b", TokenRefusal.MALFORMED),
                arguments(
                        "another claim",
                        parts[0] + "."
                                + Tokens.encoded(Tokens.claims("bob", NOW).getBytes(UTF_8)) + "." + parts[2],
                        TokenRefusal.SIGNATURE),
                arguments("no header", "." + parts[1] + "." + parts[2], TokenRefusal.MALFORMED),
                arguments("a header that is no JSON", "YWJj." + parts[1] + "." + parts[2], TokenRefusal.MALFORMED),
                arguments("a header that is a list", rs("[]", GOOD), TokenRefusal.MALFORMED),
                arguments("a number for kid", rs("{\"alg\":\"RS256\",\"kid\":1}", GOOD), TokenRefusal.MALFORMED),
                arguments("a number for alg", rs("{\"alg\":256}", GOOD), TokenRefusal.MALFORMED),
                arguments("alg twice", rs("{\"alg\":\"none\",\"alg\":\"RS256\"}", GOOD), TokenRefusal.MALFORMED),
                arguments(
                        "a critical header that nobody knows",
                        rs("{\"alg\":\"RS256\",\"crit\":[\"x\"],\"x\":1}", GOOD),
                        TokenRefusal.MALFORMED),
                arguments(
                        "oversized",
                        rs("{\"alg\":\"RS256\"}", "{\"a\":\"" + "x".repeat(8192) + "\"}"),
                        TokenRefusal.OVERSIZED),
                arguments("deep", rs("{\"alg\":\"RS256\",\"a\":" + "[".repeat(3000), GOOD), TokenRefusal.MALFORMED));
    }

    private static List<Arguments> claims() {
        long now = NOW.getEpochSecond();
        String hour = String.valueOf(now + 3600);
        String rest = "\"sub\":\"ann\",\"aud\":\"mooring\",\"iss\":\"shop\"";
        return List.of(
                said("expired", rest + ",\"exp\":" + (now - 31), TokenRefusal.EXPIRED),
                said("expired long ago", rest + ",\"exp\":1", TokenRefusal.EXPIRED),
                said("negative exp", rest + ",\"exp\":-1", TokenRefusal.EXPIRED),
                said("not yet", rest + ",\"exp\":" + hour + ",\"nbf\":" + (now + 31), TokenRefusal.EARLY),
                said("no exp", rest, TokenRefusal.CLAIMS),
                said("exp null", rest + ",\"exp\":null", TokenRefusal.CLAIMS),
                said("exp as text", rest + ",\"exp\":\"" + hour + "\"", TokenRefusal.CLAIMS),
                said("exp in milliseconds", rest + ",\"exp\":" + hour + "000", TokenRefusal.CLAIMS),
                said("exp beyond all", rest + ",\"exp\":9223372036854775807", TokenRefusal.CLAIMS),
                said("nbf as text", rest + ",\"exp\":" + hour + ",\"nbf\":\"1\"", TokenRefusal.CLAIMS),
                audience("another audience", ",\"aud\":\"billing\""),
                audience("an audience that begins so", ",\"aud\":\"mooring2\""),
                audience("no audience", ""),
                audience("an empty audience", ",\"aud\":[]"),
                said(
                        "another issuer",
                        "\"sub\":\"ann\",\"aud\":\"mooring\",\"iss\":\"Shop\",\"exp\":" + hour,
                        TokenRefusal.ISSUER),
                said("no issuer", "\"sub\":\"ann\",\"aud\":\"mooring\",\"exp\":" + hour, TokenRefusal.ISSUER),
                user("no user", ""),
                user("a user whose name is no text", ",\"sub\":\"\\ud800\""),
                user("a topic whose name is no text", ",\"sub\":\"ann\",\"topics\":[\"\\udc00\"]"),
                user("a user that is a number", ",\"sub\":7"),
                user("a user without a name", ",\"sub\":\"\""),
                user("a user with a name too long", ",\"sub\":\"" + "x".repeat(256) + "\""),
                user("a topic without a name", ",\"sub\":\"ann\",\"topics\":[\"\"]"),
                user("topics that are numbers", ",\"sub\":\"ann\",\"topics\":[1]"),
                user("topics that are an object", ",\"sub\":\"ann\",\"topics\":{}"),
                user("too many topics", ",\"sub\":\"ann\",\"topics\":" + manyTopics()),
                said("a claim twice", rest + ",\"sub\":\"bob\",\"exp\":" + hour, TokenRefusal.MALFORMED),
                arguments("claims that are a list", rs("{\"alg\":\"RS256\"}", "[]"), TokenRefusal.MALFORMED),
                arguments("claims that are no JSON", rs("{\"alg\":\"RS256\"}", "{"), TokenRefusal.MALFORMED));
    }

    private static String manyTopics() {
        StringBuilder many = new StringBuilder("[\"t\"");
        for (int i = 1; i < 128; i++) {
            many.append(",\"t").append(i).append('"');
        }
        return many + "]";
    }

    private static Arguments user(String what, String claims) {
        return said(
                what,
                "\"aud\":\"mooring\",\"iss\":\"shop\",\"exp\":" + (NOW.getEpochSecond() + 60) + claims,
                TokenRefusal.CLAIMS);
    }

    private static Arguments audience(String what, String claim) {
        return said(
                what,
                "\"sub\":\"ann\",\"iss\":\"shop\",\"exp\":" + (NOW.getEpochSecond() + 60) + claim,
                TokenRefusal.AUDIENCE);
    }

    private static Arguments said(String what, String claims, TokenRefusal why) {
        return arguments(what, rs("{\"alg\":\"RS256\",\"kid\":\"r\"}", "{" + claims + "}"), why);
    }

    private static String rs(String header, String claims) {
        return Tokens.withHeader(header, Tokens.RSA.getPrivate(), claims);
    }

    @Test
    void takesWhatIsAHairWithinTheSkew() throws RefusedTokenException {
        long now = NOW.getEpochSecond();
        String rest = "{\"sub\":\"ann\",\"iss\":\"shop\",\"aud\":[\"x\",\"mooring\"]";
        String ending = rs("{\"alg\":\"RS256\"}", rest + ",\"exp\":" + (now - 29) + "}");
        assertEquals(
                Optional.of(NOW.plusSeconds(1)),
                verifier.verify(ending, KEYS, NOW).until());
        String early = rs(
                "{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}",
                rest + ",\"iat\":%d,\"nbf\":%d,\"exp\":%d}".formatted(now + 20, now + 30, now + 60));
        assertEquals(
                Optional.of(NOW.plusSeconds(90)),
                verifier.verify(early, KEYS, NOW).until());
    }

    @Test
    void anAlgorithmThatIsNotAllowedIsRefusedWithItsOwnKeyToo() {
        String token = Tokens.signed("HS256", "h", Tokens.secret(), GOOD);
        assertEquals(TokenRefusal.ALGORITHM, refusal(verifier(TokenAlgorithm.RS256), token, KEYS));
    }

    @Test
    void triesNoMoreThanEightKeysForATokenThatNamesNone() throws RefusedTokenException {
        List<TokenKey> keys = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            keys.add(Tokens.key("k" + i, Tokens.pair("EC", 256).getPublic()));
        }
        keys.set(7, Tokens.key("mine", Tokens.EC.getPublic()));
        String token = Tokens.signed("ES256", "", Tokens.EC.getPrivate(), GOOD);
        assertEquals(
                Optional.of(TopicKey.user("ann")),
                verifier.verify(token, new KeySet(keys), NOW).user());
        keys.add(Tokens.key("ninth", Tokens.pair("EC", 256).getPublic()));
        assertEquals(TokenRefusal.KEY, refusal(verifier, token, new KeySet(keys)));
    }

    @Test
    void noChangeOfATokenIsTaken() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String good = Tokens.signed("HS256", "h", Tokens.secret(), GOOD);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
        for (int round = 0; round < 5_000; round++) {
            StringBuilder changed = new StringBuilder(good);
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                changed.setCharAt(random.nextInt(good.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                verifier.verify(changed.toString(), KEYS, NOW);
            } catch (RefusedTokenException refused) {
                continue;
            }
            // What was taken says the same: the last character of a signature has bits that mean nothing.
            assertEquals(text(good), text(changed.toString()), "seed " + seed);
            assertArrayEquals(
                    Base64.getUrlDecoder().decode(good.substring(text(good).length() + 1)),
                    Arrays.copyOf(
                            Base64.getUrlDecoder()
                                    .decode(changed.substring(text(good).length() + 1)),
                            32),
                    "seed " + seed);
        }
    }

    @Test
    void whatIsThrownHasNothingOfTheTokenInIt() {
        String token = rs("{\"alg\":\"RS256\"}", "{\"sub\":\"confidential\",\"exp\":1}");
        RefusedTokenException refused =
                assertThrows(RefusedTokenException.class, () -> verifier.verify(token, KEYS, NOW));
        assertEquals("EXPIRED", refused.getMessage());
        assertEquals(null, refused.getCause());
    }

    private static String text(String token) {
        return new String(token.substring(0, token.lastIndexOf('.')).getBytes(US_ASCII), US_ASCII);
    }

    private static TokenVerifier verifier(TokenAlgorithm... algorithms) {
        return new TokenVerifier(new TokenRules(
                List.of(algorithms),
                Optional.of("shop"),
                Optional.of("mooring"),
                SKEW,
                Optional.of("sub"),
                Optional.of("topics")));
    }

    private static TokenRefusal refusal(TokenVerifier verifier, String token, KeySet keys) {
        return assertThrows(RefusedTokenException.class, () -> verifier.verify(token, keys, NOW))
                .why();
    }
}
