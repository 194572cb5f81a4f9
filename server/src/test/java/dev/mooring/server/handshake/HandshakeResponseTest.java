package dev.mooring.server.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.mooring.server.metrics.RefusalReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandshakeResponseTest {
    private final ByteBuffer out = ByteBuffer.allocate(HandshakeResponse.LONGEST);

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

    private void assertWritten(String expected) {
        assertEquals(expected, new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII));
    }
}
