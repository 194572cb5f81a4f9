package dev.mooring.server.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Requests for tests, and the parsing of them cut at every byte. */
final class Requests {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    /** The example of RFC 6455 section 1.3. */
    static final String GOOD = """
            GET /chat HTTP/1.1\r
            Host: server.example.com\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Origin: http://example.com\r
            Sec-WebSocket-Protocol: chat, superchat\r
            Sec-WebSocket-Version: 13\r
            \r
            """;

    private Requests() {}

    /** The good request with the line that starts with {@code start} replaced; an empty replacement takes it out. */
    static String withLine(String start, String replacement) {
        int from = GOOD.indexOf(start);
        int to = GOOD.indexOf("\r\n", from) + 2;
        return GOOD.substring(0, from) + (replacement.isEmpty() ? "" : replacement + "\r\n") + GOOD.substring(to);
    }

    static String plusLine(String line) {
        return GOOD.substring(0, GOOD.length() - 2) + line + "\r\n\r\n";
    }

    static HandshakeResult parse(HandshakeRules rules, String request) {
        return parse(new HandshakeParser(rules), bytes(request));
    }

    /**
     * Parses every beginning of the request. Once one is decided, more bytes must not change the decision.
     *
     * @return the result for the whole
     */
    static HandshakeResult parse(HandshakeParser parser, byte[] request) {
        Optional<String> decided = Optional.empty();
        for (int length = 0; length < request.length; length++) {
            HandshakeResult result = parser.parse(received(Arrays.copyOf(request, length)));
            String text = describe(result);
            decided.ifPresent(earlier -> assertEquals(earlier, text));
            if (result != Incomplete.INCOMPLETE) {
                decided = Optional.of(text);
            }
        }
        HandshakeResult whole = parser.parse(received(request));
        decided.ifPresent(earlier -> assertEquals(earlier, describe(whole)));
        return whole;
    }

    /** How many bytes it takes to decide. */
    static int decidedAfter(HandshakeParser parser, String request) {
        for (int length = 0; length <= request.length(); length++) {
            if (parser.parse(received(bytes(request.substring(0, length)))) != Incomplete.INCOMPLETE) {
                return length;
            }
        }
        return Integer.MAX_VALUE;
    }

    static String describe(HandshakeResult result) {
        return switch (result) {
            case Incomplete incomplete -> "incomplete";
            case Accepted accepted -> "accepted " + accepted.length() + " " + accepted.acceptKey();
            case Refused refused -> refused.status() + " " + refused.detail();
        };
    }

    /** A direct buffer, read only, with bytes of someone else on both sides. */
    static ByteBuffer received(byte[] request) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(request.length + 7);
        buffer.position(3).put(request);
        return buffer.flip().position(3).asReadOnlyBuffer();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
