package dev.mooring.loadgenerator.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The opening request, RFC 6455 section 4.1, encoded once for a target; only the 24 bytes of the key change. */
public final class UpgradeRequest {
    private static final String KEY_PLACE = "=".repeat(24);

    private final byte[] template;
    private final int keyOffset;

    public UpgradeRequest(String authority, String resource) {
        String text = "GET " + resource + " HTTP/1.1\r\nHost: " + authority
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY_PLACE + "\r\n\r\n";
        template = text.getBytes(StandardCharsets.ISO_8859_1);
        keyOffset = text.lastIndexOf(KEY_PLACE);
    }

    /** The text of a 16-byte key. */
    public static String key(long high, long low) {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    }

    /** Writes the request at the buffer's position. */
    @SuppressWarnings("deprecation") // the one call that copies ASCII without an array in between
    public void writeTo(ByteBuffer out, String key) {
        key.getBytes(0, KEY_PLACE.length(), template, keyOffset);
        out.put(template);
    }
}
