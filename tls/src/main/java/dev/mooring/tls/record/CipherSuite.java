package dev.mooring.tls.record;

import java.util.Arrays;
import java.util.Optional;

/** The cipher suites of TLS 1.3 that peers use, RFC 8446 section B.4. */
public enum CipherSuite {
    AES_128_GCM_SHA256(1, 16, 32, "AEAD-AES128-GCM-SHA256"),
    AES_256_GCM_SHA384(2, 32, 48, "AEAD-AES256-GCM-SHA384"),
    CHACHA20_POLY1305_SHA256(3, 32, 32, "AEAD-CHACHA20-POLY1305-SHA256");

    private final byte code;
    private final int keyBytes;
    private final int secretBytes;
    private final String boringName;

    CipherSuite(int code, int keyBytes, int secretBytes, String boringName) {
        this.code = (byte) code;
        this.keyBytes = keyBytes;
        this.secretBytes = secretBytes;
        this.boringName = boringName;
    }

    /** The suite of that name, as BoringSSL or as OpenSSL and the JDK call it; empty for one of an older TLS. */
    public static Optional<CipherSuite> named(String name) {
        return Arrays.stream(values())
                .filter(suite -> name.equals(suite.boringName) || name.equals("TLS_" + suite.name()))
                .findFirst();
    }

    /** The suite with that code. */
    public static CipherSuite of(int code) {
        return switch (code) {
            case 1 -> AES_128_GCM_SHA256;
            case 2 -> AES_256_GCM_SHA384;
            case 3 -> CHACHA20_POLY1305_SHA256;
            default -> throw new IllegalArgumentException("no suite has the code " + code);
        };
    }

    /** The last bits of its number in TLS: 1 to 3. */
    public byte code() {
        return code;
    }

    int keyBytes() {
        return keyBytes;
    }

    /** The length of a traffic secret, and of the hash it comes from, in bytes. */
    int secretBytes() {
        return secretBytes;
    }
}
