package dev.mooring.loadgenerator.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The Sec-WebSocket-Accept value that proves a server read the key, RFC 6455 section 4.2.2.
 *
 * <p>Not thread-safe: one digest is reused. Cost: one SHA-1 block, below a microsecond.
 */
public final class AcceptValue {
    private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final MessageDigest digest;

    public AcceptValue() {
        try {
            digest = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    public String of(String key) {
        byte[] hash = digest.digest((key + SUFFIX).getBytes(StandardCharsets.ISO_8859_1));
        return Base64.getEncoder().encodeToString(hash);
    }
}
