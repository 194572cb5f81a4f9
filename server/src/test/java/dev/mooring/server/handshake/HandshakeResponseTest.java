package dev.mooring.server.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.metrics.RefusalReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeResponseTest {
    private final ByteBuffer out = ByteBuffer.allocate(HandshakeResponse.MAX_LENGTH);

    @Test
    void answersTheRequestOfTheSpecificationAndSelectsNoExtensionOrSubprotocol() {
        HandshakeResponse.write(
                out, assertInstanceOf(Accepted.class, Requests.parse(HandshakeRules.DEFAULT, Requests.GOOD)));
        assertWritten("""
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
                \r
                """);
    }

    @Test
    void answersWithTheFirstOfferThatTheServerSpeaks() {
        HandshakeResponse.write(
                out,
                assertInstanceOf(Accepted.class, Requests.parse(speaking("v12.stomp", "superchat"), Requests.GOOD)));
        assertWritten("""
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
                Sec-WebSocket-Protocol: superchat\r
                \r
                """);
    }

    @Test
    void answersHeadWithoutABody() {
        HandshakeResponse.write(
                out,
                assertInstanceOf(Refused.class, Requests.parse(HandshakeRules.DEFAULT, "HEAD / HTTP/1.1\r\n\r\n")));
        assertWritten("""
                HTTP/1.1 405 Method Not Allowed\r
                Connection: close\r
                Allow: GET\r
                Content-Type: text/plain\r
                Content-Length: 8\r
                \r
                """);
    }

    @Test
    void answersOtherMethodsWithTheOneThatIsAllowed() {
        HandshakeResponse.write(
                out,
                assertInstanceOf(Refused.class, Requests.parse(HandshakeRules.DEFAULT, "BREW / HTTP/1.1\r\n\r\n")));
        assertWritten("""
                HTTP/1.1 501 Not Implemented\r
                Connection: close\r
                Allow: GET\r
                Content-Type: text/plain\r
                Content-Length: 26\r
                \r
                method not known; use GET
                """);
    }

    @Test
    void fitsTheLongestSubprotocolIntoTheLongestAnswer() {
        String longest = "p".repeat(HandshakeRules.MAX_SUBPROTOCOL_LENGTH);
        String request = Requests.withLine("Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol: " + longest);
        HandshakeResponse.write(out, assertInstanceOf(Accepted.class, Requests.parse(speaking(longest), request)));
        String answer = new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII);
        assertTrue(answer.endsWith(longest + "\r\n\r\n"), answer);
    }

    @Test
    void saysThatDescriptorsAreOutWhenTheyAre() {
        HandshakeResponse.write(out, Refused.unavailable(RefusalReason.DESCRIPTORS, Duration.ofSeconds(5)));
        assertWritten("""
                HTTP/1.1 503 Service Unavailable\r
                Connection: close\r
                Retry-After: 5\r
                Content-Type: text/plain\r
                Content-Length: 35\r
                \r
                server has no file descriptor left
                """);
    }

    @Test
    void answersABadRequestAndCloses() {
        HandshakeResponse.write(out, Refused.badRequest("Host missing"));
        assertWritten("""
                HTTP/1.1 400 Bad Request\r
                Connection: close\r
                Content-Type: text/plain\r
                Content-Length: 13\r
                \r
                Host missing
                """);
    }

    @Test
    void tellsWhichVersionItSpeaks() {
        HandshakeResponse.write(out, Refused.upgradeRequired("Sec-WebSocket-Version must be 13, once"));
        assertWritten("""
                HTTP/1.1 426 Upgrade Required\r
                Connection: close\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Content-Type: text/plain\r
                Content-Length: 39\r
                \r
                Sec-WebSocket-Version must be 13, once
                """);
    }

    @Test
    void asksAClientToComeBackLaterWhenFull() {
        HandshakeResponse.write(out, Refused.unavailable(RefusalReason.CAPACITY, Duration.ofSeconds(17)));
        assertWritten("""
                HTTP/1.1 503 Service Unavailable\r
                Connection: close\r
                Retry-After: 17\r
                Content-Type: text/plain\r
                Content-Length: 15\r
                \r
                server is full
                """);
    }

    @Test
    void asksAClientToComeBackLaterWhenDraining() {
        HandshakeResponse.write(out, Refused.unavailable(RefusalReason.DRAINING, Duration.ofSeconds(5)));
        assertWritten("""
                HTTP/1.1 503 Service Unavailable\r
                Connection: close\r
                Retry-After: 5\r
                Content-Type: text/plain\r
                Content-Length: 19\r
                \r
                server is draining
                """);
    }

    @Test
    void tellsASlowClientThatItsTimeIsUp() {
        HandshakeResponse.write(out, Refused.timeout());
        assertWritten("""
                HTTP/1.1 408 Request Timeout\r
                Connection: close\r
                Content-Type: text/plain\r
                Content-Length: 24\r
                \r
                handshake took too long
                """);
    }

    private static HandshakeRules speaking(String... subprotocols) {
        return new HandshakeRules(
                Optional.empty(),
                HandshakeRules.DEFAULT.maxRequestLine(),
                HandshakeRules.DEFAULT.maxHeaders(),
                List.of(subprotocols));
    }

    private void assertWritten(String expected) {
        assertEquals(expected, new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII));
    }
}
