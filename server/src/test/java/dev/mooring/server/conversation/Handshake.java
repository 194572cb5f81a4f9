package dev.mooring.server.conversation;

import dev.mooring.server.functional.PerMessageDeflate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * A request with a key of its own and cookies of any length, and how it must be answered.
 *
 * @param accept the answer to the key; empty when the request is refused
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Handshake(byte[] request, int status, String accept) {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MAX_COOKIE = 3_000;
    private static final int KEY_BYTES = 16;

    static Handshake accepted(RandomGenerator random, boolean compressed) {
        String key = key(random);
        String offer = compressed ? "Sec-WebSocket-Extensions: " + PerMessageDeflate.OFFER + "\r\n" : "";
        return new Handshake(request(random, "Upgrade: websocket\r\n" + offer, "13", key), 101, accept(key));
    }

    static Handshake refused(RandomGenerator random) {
        String key = key(random);
        return switch (random.nextInt(3)) {
            case 0 -> new Handshake(request(random, "", "13", key), 426, "");
            case 1 -> new Handshake(request(random, "Upgrade: websocket\r\n", "8", key), 426, "");
            default -> new Handshake(request(random, "Upgrade: websocket\r\n", "13", "short"), 400, "");
        };
    }

    private static byte[] request(RandomGenerator random, String upgrade, String version, String key) {
        int cookie = random.nextInt(4) == 0 ? random.nextInt(MAX_COOKIE) : random.nextInt(40);
        return ("GET /" + "a".repeat(random.nextInt(30)) + " HTTP/1.1\r\nHost: a\r\n" + upgrade
                        + "Connection: Upgrade\r\nCookie: c=" + "d".repeat(cookie) + "\r\nSec-WebSocket-Version: "
                        + version + "\r\nSec-WebSocket-Key: " + key + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String key(RandomGenerator random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** RFC 6455 section 4.2.2. */
    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException absent) {
            throw new AssertionError(absent);
        }
    }
}
