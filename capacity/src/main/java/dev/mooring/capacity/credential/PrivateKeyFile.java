package dev.mooring.capacity.credential;

import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * A private key in PEM: PKCS#8, or as OpenSSL wrote them for long, {@code RSA PRIVATE KEY} (PKCS#1) and {@code EC PRIVATE KEY}
 * (SEC 1).
 */
final class PrivateKeyFile {
    private static final String NAME = "tls-key";
    private static final String REMEDY = "name the PEM file of the certificate's private key";
    private static final Bytes MAX_SIZE = Bytes.kibi(64);
    private static final List<String> ALGORITHMS = List.of("EC", "RSA");

    private static final byte[] VERSION = {2, 1, 0};
    /** The object identifier of RSA, and no parameters. */
    private static final byte[] RSA = {
        6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0,
    };
    /** The object identifier of keys on elliptic curves; which curve follows. */
    private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private PrivateKeyFile() {}

    /**
     * Reads the first key of the file; what an EC key has before it, its parameters, is not needed.
     *
     * @throws RefusedException when there is none that can be used, or others than the file's owner and group may read it
     */
    static PrivateKey read(Path path) {
        InputFile input = new InputFile(NAME, path, MAX_SIZE);
        Origin origin = new Origin(NAME, path);
        Pem.Block block = block(origin, input.text(REMEDY));
        input.requireClosed();
        return key(origin, block);
    }

    /** The same of a text that was read elsewhere. */
    static PrivateKey parse(Origin origin, String text) {
        return key(origin, block(origin, text));
    }

    private static Pem.Block block(Origin origin, String text) {
        List<Pem.Block> blocks;
        try {
            blocks = Pem.read(text);
        } catch (IllegalArgumentException notBase64) {
            throw origin.refused("is not", "PEM: a block of it is not base64", "write it again");
        }
        Pem.Block block = blocks.stream()
                .filter(each -> each.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> origin.refused("has no", "block BEGIN PRIVATE KEY", REMEDY));
        if (block.encrypted() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
            throw origin.refused(
                    "is",
                    "encrypted, and there is nobody to ask for its passphrase",
                    "decrypt it with openssl pkey -in FILE -out PLAIN, and let only the server read it (chmod 600)");
        }
        return block;
    }

    private static PrivateKey key(Origin origin, Pem.Block block) {
        return switch (block.label()) {
            case "PRIVATE KEY" -> key(origin, block.bytes());
            case "RSA PRIVATE KEY" -> key(origin, wrapped(RSA, block.bytes()));
            case "EC PRIVATE KEY" -> key(origin, wrapped(withCurve(origin, block.bytes()), block.bytes()));
            default ->
                throw origin.refused("has a", "block BEGIN " + block.label(), "convert it with openssl pkey -in FILE");
        };
    }

    private static PrivateKey key(Origin origin, byte[] pkcs8) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException another) {
                // The next one is tried.
            }
        }
        throw origin.refused(
                "is neither", "a key of RSA nor of an elliptic curve that is known", "use ECDSA with P-256, or RSA");
    }

    /** The parameters of a SEC 1 key stand within it, in the element with tag 0xA0. */
    private static byte[] withCurve(Origin origin, byte[] sec1) {
        try {
            ByteBuffer key = Der.content(ByteBuffer.wrap(sec1), Der.SEQUENCE);
            Der.content(key, Der.INTEGER);
            Der.content(key, Der.OCTETS);
            ByteBuffer curve = Der.content(key, Der.PARAMETERS);
            byte[] parameters = new byte[curve.remaining()];
            curve.get(parameters);
            return Der.joined(EC, parameters);
        } catch (IllegalArgumentException unlike) {
            throw origin.refused("names no", "curve", "convert it with openssl pkey -in FILE");
        }
    }

    /** As PKCS#8 has it: version, algorithm, key. */
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return Der.element(
                Der.SEQUENCE, Der.joined(VERSION, Der.element(Der.SEQUENCE, algorithm), Der.element(Der.OCTETS, key)));
    }
}
