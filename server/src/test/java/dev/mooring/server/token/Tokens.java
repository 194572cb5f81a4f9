package dev.mooring.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.lang.JoseException;

/** An issuer of tokens, written with the JDK's signatures alone. */
public final class Tokens {
    public static final String SECRET = "a secret of more than 32 bytes that nobody else knows";
    public static final KeyPair RSA = pair("RSA", 2048);
    public static final KeyPair EC = pair("EC", 256);
    public static final KeyPair ED25519 = pair("Ed25519", 255);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Tokens() {}

    static KeyPair pair(String type, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            switch (type) {
                case "EC" -> generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
                case "RSA" -> generator.initialize(bits);
                default -> {}
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Claims of a good token for the audience {@code mooring} of the issuer {@code shop}, which lives for an hour. */
    public static String claims(String user, Instant now) {
        return """
                {"sub":"%s","aud":"mooring","iss":"shop","exp":%d,"topics":["news.%s"]}""".formatted(user, now.plus(Duration.ofHours(1)).getEpochSecond(), user);
    }

    /** A token whose header names that algorithm and key. */
    public static String signed(String algorithm, String id, Key key, String claims) {
        String named = id.isEmpty() ? "" : ",\"kid\":\"" + id + "\"";
        return withHeader("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"" + named + "}", key, claims);
    }

    /** A token with that header, signed as the type of the key has it. */
    public static String withHeader(String header, Key key, String claims) {
        String text = encoded(header.getBytes(UTF_8)) + "." + encoded(claims.getBytes(UTF_8));
        return text + "." + encoded(signature(key, text.getBytes(US_ASCII)));
    }

    static String encoded(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    public static Key secret(byte[] bytes) {
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    public static Key secret() {
        return secret(SECRET.getBytes(UTF_8));
    }

    private static byte[] signature(Key key, byte[] text) {
        try {
            if (key instanceof PrivateKey own) {
                Signature signature = Signature.getInstance(
                        switch (own.getAlgorithm()) {
                            case "RSA" -> "SHA256withRSA";
                            case "EC" -> "SHA256withECDSAinP1363Format";
                            default -> "Ed25519";
                        });
                signature.initSign(own);
                signature.update(text);
                return signature.sign();
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static TokenKey key(String id, Key key) {
        return new TokenKey(
                Optional.of(id).filter(each -> !each.isEmpty()),
                TokenAlgorithm.of(key).orElseThrow(),
                key);
    }

    /** A set of public keys, or of secrets, with their ids. */
    public static String jwks(String... members) {
        return List.of(members).stream().collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    public static String jwk(String id, Key key) {
        try {
            JsonWebKey jwk = JsonWebKey.Factory.newJwk(key);
            jwk.setKeyId(id);
            return jwk.toJson(OutputControlLevel.INCLUDE_SYMMETRIC);
        } catch (JoseException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
