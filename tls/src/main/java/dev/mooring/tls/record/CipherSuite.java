package dev.mooring.tls.record;

import java.util.Arrays;
import java.util.Optional;

/** The cipher suites of TLS 1.3, RFC 8446 section B.4, and those of TLS 1.2 that use the same ciphers with ECDHE. */
public enum CipherSuite {
    AES_128_GCM_SHA256(1, 16, 32, "AEAD-AES128-GCM-SHA256"),
    AES_256_GCM_SHA384(2, 32, 48, "AEAD-AES256-GCM-SHA384"),
    CHACHA20_POLY1305_SHA256(3, 32, 32, "AEAD-CHACHA20-POLY1305-SHA256"),
    /** Of TLS 1.2, with a certificate of ECDSA or RSA. */
    ECDHE_AES_128_GCM_SHA256(4, 16, 16 + Tls12Records.SALT, "AES128-GCM-SHA256"),
    ECDHE_AES_256_GCM_SHA384(5, 32, 32 + Tls12Records.SALT, "AES256-GCM-SHA384"),
    ECDHE_CHACHA20_POLY1305_SHA256(6, 32, 32 + Aead.NONCE, "CHACHA20-POLY1305");

    private static final CipherSuite[] ALL = values();
    private static final String EPHEMERAL = "ECDHE-";

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

    /** The suite of that name, as BoringSSL or as OpenSSL and the JDK call it; empty for one that is not among these. */
    public static Optional<CipherSuite> named(String name) {
        return Arrays.stream(ALL).filter(suite -> suite.isNamed(name)).findFirst();
    }

    /** The suite with that code. */
    public static CipherSuite of(int code) {
        if (code < 1 || code > ALL.length) {
            throw new IllegalArgumentException("no suite has the code " + code);
        }
        return ALL[code - 1];
    }

    private boolean isNamed(String name) {
        return isTls12()
                ? name.startsWith(EPHEMERAL) && name.endsWith("-" + boringName)
                : name.equals(boringName) || name.equals("TLS_" + name());
    }

    /** 1 to 6; for one of TLS 1.3 the last bits of its number there. */
    public byte code() {
        return code;
    }

    /** Whether it is one of TLS 1.2: it knows no change of keys. */
    public boolean isTls12() {
        return code >= ECDHE_AES_128_GCM_SHA256.code;
    }

    /** Whether its cipher is AES with GCM, otherwise ChaCha20 with Poly1305. */
    boolean isGcm() {
        return this != CHACHA20_POLY1305_SHA256 && this != ECDHE_CHACHA20_POLY1305_SHA256;
    }

    /** The hash that its keys come from, as the JDK calls its HMAC. */
    String hmac() {
        return keyBytes == 32 && isGcm() ? "HmacSHA384" : "HmacSHA256";
    }

    int keyBytes() {
        return keyBytes;
    }

    /** What is kept for each direction, in bytes: a traffic secret as long as its hash; for TLS 1.2 the key, and behind it the iv. */
    int secretBytes() {
        return secretBytes;
    }
}
