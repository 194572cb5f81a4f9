package dev.mooring.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file of keys: a JWK set or one JWK, public keys or certificates in PEM, or else a secret. What is meant to be a public key
 * and is not readable as one is never taken for a secret, for then everybody who has it could sign.
 */
record KeyFile(Path path) {
    private static final String NAME = "jwt-keys";
    private static final Bytes MAX_SIZE = Bytes.mebi(1);
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> TYPES = List.of("RSA", "EC", "Ed25519");
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    /** Lines of SSH, addresses, pages of the web, and lists of JWKs. */
    private static final Pattern KNOWN_TO_OTHERS =
            Pattern.compile("(?s)(ssh-|ecdsa-sha2-|sk-ssh-|https?://).*|<.*>|.*\"kty\".*");

    private static final int DER_SEQUENCE = 0x30;

    /**
     * Reads it.
     *
     * @throws RefusedException when it cannot be read, is none of these, or holds a secret that others may read
     */
    KeySet read() {
        InputFile input = new InputFile(NAME, path, MAX_SIZE);
        String text = input.text("check its path, owner and permissions");
        if (text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(BYTE_ORDER_MARK.length());
        }
        if (text.contains("-----BEGIN")) {
            return pem(text);
        }
        KeySet keys = text.stripLeading().startsWith("{") ? json(text) : secret(text.strip());
        if (keys.keys().stream().anyMatch(key -> key.algorithm() == TokenAlgorithm.HS256)) {
            input.requireClosed();
        }
        return keys;
    }

    private KeySet json(String text) {
        try {
            return KeySet.ofJson(text, true);
        } catch (IllegalArgumentException unfit) {
            throw refused(
                    "cannot be used: " + unfit.getMessage(),
                    "that is",
                    "give RSA keys of 2048 bits or more, P-256, Ed25519, or secrets of 32 bytes or more");
        }
    }

    private KeySet secret(String secret) {
        byte[] bytes = secret.getBytes(UTF_8);
        if (bytes.length < TokenAlgorithm.MIN_SECRET_BYTES) {
            throw refused(
                    "has a secret shorter than",
                    TokenAlgorithm.MIN_SECRET_BYTES + " bytes",
                    "make one with: openssl rand -base64 48");
        }
        if (isDer(secret)) {
            throw refused(
                    "has a key without",
                    "its PEM lines",
                    "put -----BEGIN PUBLIC KEY----- before it, and its END behind");
        }
        if (KNOWN_TO_OTHERS.matcher(secret).matches()) {
            throw refused(
                    "has what is no secret, and no key as",
                    "it has to be written",
                    "give {\"keys\":[...]}, or PUBLIC KEY in PEM; a URL belongs to jwt-jwks");
        }
        if (secret.lines().count() > 1) {
            throw refused("has a secret of more than", "one line", "give one, or a JWK set with one JWK for each");
        }
        return new KeySet(
                List.of(new TokenKey(Optional.empty(), TokenAlgorithm.HS256, new SecretKeySpec(bytes, "HmacSHA256"))));
    }

    /** Whether it is the Base64 of one whole sequence of DER, as keys and certificates are. */
    private static boolean isDer(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        if (bytes.length < 4 || bytes[0] != DER_SEQUENCE) {
            return false;
        }
        int lengthBytes = bytes[1] < 0 ? bytes[1] & 0x7f : 0;
        int length = lengthBytes == 0 ? bytes[1] : 0;
        for (int i = 0; i < Math.min(lengthBytes, 2); i++) {
            length = (length << Byte.SIZE) | (bytes[2 + i] & 0xff);
        }
        return length + 2 + lengthBytes == bytes.length;
    }

    private KeySet pem(String text) {
        List<TokenKey> keys = new ArrayList<>();
        Matcher parts = PEM.matcher(text);
        while (parts.find()) {
            Key key = key(parts.group(1), parts.group(2));
            TokenAlgorithm algorithm = TokenAlgorithm.of(key)
                    .orElseThrow(() -> refused(
                            "has a key of a type or size that is not taken:",
                            key.getAlgorithm(),
                            "give RSA of 2048 bits or more, P-256 or Ed25519"));
            keys.add(new TokenKey(Optional.empty(), algorithm, key));
        }
        if (keys.isEmpty() || keys.size() > KeySet.MAX_KEYS) {
            throw refused("has " + keys.size(), "keys in PEM", "give 1 to " + KeySet.MAX_KEYS);
        }
        try {
            return new KeySet(keys);
        } catch (IllegalArgumentException unfit) {
            throw refused(
                    "cannot be used:",
                    String.valueOf(unfit.getMessage()),
                    "give fewer, or a JWK set with a kid for each");
        }
    }

    private Key key(String label, String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            if (label.equals("CERTIFICATE")) {
                return CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der))
                        .getPublicKey();
            }
            if (label.equals("PUBLIC KEY")) {
                return publicKey(der);
            }
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw refused("has a " + label + " that is", "none", "copy it anew from the issuer");
        }
        throw refused(
                "has a",
                label,
                label.endsWith("PRIVATE KEY")
                        ? "give the public one, which is enough to verify: openssl pkey -pubout"
                        : "give PUBLIC KEY or CERTIFICATE");
    }

    private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException();
        for (String type : TYPES) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException other) {
                last = other;
            }
        }
        throw last;
    }

    private RefusedException refused(String relation, String bound, String remedy) {
        return RefusedException.of(NAME, path, relation, bound, remedy);
    }
}
