package dev.mooring.loadgenerator.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of the server's answer to the opening request, as far as a client decides by it.
 *
 * @param status the HTTP status; 0 when the answer was not HTTP/1.1
 * @param accept the Sec-WebSocket-Accept value, empty when there was none
 * @param upgraded whether Upgrade and Connection say what RFC 6455 section 4.1 asks for
 * @param unasked what of an extension and a subprotocol the server takes into use; a client that offered none must not
 *     open then, RFC 6455 section 4.1; empty as it should be
 * @param retryAfter the Retry-After time in seconds; zero when there was none or it was a date
 */
public record UpgradeResponse(int status, String accept, boolean upgraded, String unasked, Duration retryAfter) {
    /** Longest head that is read; a longer one is no answer. */
    public static final int MAX_LENGTH = 16 * 1024;

    private static final int END = 0x0d0a0d0a;
    private static final int MAX_WAIT_DIGITS = 6;

    /**
     * Reads a head and leaves the position behind it, at the first frame.
     *
     * @return empty, with the position unmoved, while the head is incomplete
     */
    public static Optional<UpgradeResponse> parse(ByteBuffer in) {
        int end = endOfHead(in);
        if (end < 0) {
            return Optional.empty();
        }
        byte[] head = new byte[end - in.position()];
        in.get(head);
        return Optional.of(of(new String(head, StandardCharsets.ISO_8859_1)));
    }

    private static int endOfHead(ByteBuffer in) {
        for (int i = in.position(); i + 4 <= in.limit(); i++) {
            if (in.get(i) == '\r' && in.getInt(i) == END) {
                return i + 4;
            }
        }
        return -1;
    }

    private static UpgradeResponse of(String head) {
        String[] lines = head.stripTrailing().split("\r\n", -1);
        String accept = "";
        boolean websocket = false;
        boolean upgrade = false;
        String unasked = "";
        Duration retryAfter = Duration.ZERO;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0) {
                return new UpgradeResponse(0, "", false, "", Duration.ZERO);
            }
            String value = lines[i].substring(colon + 1).strip();
            switch (lines[i].substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "sec-websocket-accept" -> accept = value;
                case "upgrade" -> websocket = value.equalsIgnoreCase("websocket");
                case "connection" -> upgrade = value.toLowerCase(Locale.ROOT).contains("upgrade");
                case "sec-websocket-extensions" -> unasked = value.isEmpty() ? unasked : "extension";
                case "sec-websocket-protocol" -> unasked = value.isEmpty() ? unasked : "subprotocol";
                case "retry-after" -> retryAfter = seconds(value);
                default -> {}
            }
        }
        return new UpgradeResponse(status(lines[0]), accept, websocket && upgrade, unasked, retryAfter);
    }

    private static int status(String line) {
        boolean http = line.startsWith("HTTP/1.1 ") && line.length() >= 12;
        return http && isNumber(line.substring(9, 12)) ? Integer.parseInt(line.substring(9, 12)) : 0;
    }

    private static Duration seconds(String value) {
        boolean usable = isNumber(value) && value.length() <= MAX_WAIT_DIGITS;
        return usable ? Duration.ofSeconds(Integer.parseInt(value)) : Duration.ZERO;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(character -> character >= '0' && character <= '9');
    }
}
