package dev.mooring.server.handshake;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The proof of RFC 6455 section 4.2.2: SHA-1 of the client's key and a fixed text, in base64. Not thread-safe. */
final class AcceptKey {
    /** 16 bytes in base64. */
    static final int KEY_LENGTH = 24;

    private static final int PADDING = 2;
    private static final int ACCEPT_LENGTH = 28;
    private static final byte[] FIXED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11".getBytes(StandardCharsets.ISO_8859_1);

    private final MessageDigest digest = sha1();
    private final byte[] sum = new byte[20];

    /** Whether the text is base64 of 16 bytes: 22 characters of its alphabet, then two equals signs. */
    static boolean isKey(byte[] text, int start, int end) {
        if (end - start != KEY_LENGTH) {
            return false;
        }
        for (int at = start; at < end - PADDING; at++) {
            if (!HttpCharacters.isBase64(text[at])) {
                return false;
            }
        }
        return text[end - 2] == '=' && text[end - 1] == '=';
    }

    /** Costs two SHA-1 blocks and the 28 bytes returned. */
    byte[] of(byte[] text, int start) {
        digest.update(text, start, KEY_LENGTH);
        digest.update(FIXED);
        byte[] accept = new byte[ACCEPT_LENGTH];
        try {
            digest.digest(sum, 0, sum.length);
        } catch (DigestException impossible) {
            throw new IllegalStateException("a SHA-1 sum has 20 bytes", impossible);
        }
        Base64.getEncoder().encode(sum, accept);
        return accept;
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
