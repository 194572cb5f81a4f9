package dev.mooring.server.token;

import dev.mooring.capacity.unit.RefusedException;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;

/**
 * The signatures that are taken: RFC 7518 section 3.1 and RFC 8037. Each belongs to one type of key, and a key to one of
 * them, so that no token chooses how a key is used.
 */
public enum TokenAlgorithm {
    HS256("HS256"),
    RS256("RS256"),
    ES256("ES256"),
    ED_DSA("EdDSA");

    /** RFC 7518 section 3.2: as long as the hash at least. */
    static final int MIN_SECRET_BYTES = 32;

    private static final int MIN_RSA_BITS = 2048;
    /** Four times the size is eight times the time. */
    private static final int MAX_RSA_BITS = 8192;

    private static final int P256_BITS = 256;

    private final String text;

    TokenAlgorithm(String text) {
        this.text = text;
    }

    /** As tokens name it. */
    public String text() {
        return text;
    }

    /** The algorithm of that name, upper and lower case told apart. */
    static Optional<TokenAlgorithm> named(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }

    /**
     * Those of that setting.
     *
     * @throws RefusedException when one is none of them
     */
    public static List<TokenAlgorithm> parse(String name, List<String> texts) {
        return texts.stream()
                .map(each -> named(each)
                        .orElseThrow(() -> RefusedException.of(
                                name,
                                each,
                                "is none of",
                                Arrays.stream(values())
                                        .map(TokenAlgorithm::text)
                                        .collect(Collectors.joining(", ")),
                                "name one of these; \"none\" is no signature")))
                .distinct()
                .toList();
    }

    /** The one algorithm that the key is used with; empty for a key that is too weak, too dear, or of another type. */
    static Optional<TokenAlgorithm> of(Key key) {
        return Optional.ofNullable(
                switch (key) {
                    case RSAPublicKey rsa when fits(rsa) -> RS256;
                    case ECPublicKey curve when fits(curve) -> ES256;
                    case EdECPublicKey edwards
                    when edwards.getParams().getName().equals("Ed25519") -> ED_DSA;
                    case SecretKey secret when fits(secret) -> HS256;
                    default -> null;
                });
    }

    private static boolean fits(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS;
    }

    private static boolean fits(ECPublicKey key) {
        return key.getParams().getCurve().getField().getFieldSize() == P256_BITS
                // secp256k1 has as many bits, and is ES256K's.
                && key.getParams().getCurve().getA().signum() != 0;
    }

    private static boolean fits(SecretKey key) {
        byte[] bytes = key.getEncoded();
        return bytes != null && bytes.length >= MIN_SECRET_BYTES;
    }
}
