package dev.mooring.server.handshake;

import static dev.mooring.server.handshake.Requests.GOOD;
import static dev.mooring.server.handshake.Requests.bytes;
import static dev.mooring.server.handshake.Requests.plusLine;
import static dev.mooring.server.handshake.Requests.received;
import static dev.mooring.server.handshake.Requests.withLine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are answered with 101. Each is also parsed at every beginning. */
class HandshakeParserTest {
    private static final String ACCEPT_KEY = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    @Test
    void acceptsTheRequestOfTheSpecification() {
        Accepted accepted = accept(GOOD);
        assertEquals(ACCEPT_KEY, accepted.acceptKey());
        assertEquals(GOOD.length(), accepted.length());
    }

    @Test
    void leavesTheFramesThatCameWithTheRequest() {
        Accepted accepted = accept(GOOD + "\u0089\u0080\0\0\0\0");
        assertEquals(GOOD.length(), accepted.length());
    }

    @Test
    void leavesFramesThatAreLongerThanAnyRequest() {
        Accepted accepted = assertInstanceOf(
                Accepted.class,
                new HandshakeParser(HandshakeRules.DEFAULT).parse(received(bytes(GOOD + "x".repeat(100_000)))));
        assertEquals(GOOD.length(), accepted.length());
    }

    @Test
    void tellsTargetAndOriginAsSent() {
        ByteBuffer request = received(bytes(withLine("GET", "GET /a%20b?c=d/e HTTP/1.1")));
        Accepted accepted =
                assertInstanceOf(Accepted.class, new HandshakeParser(HandshakeRules.DEFAULT).parse(request));
        assertEquals("/a%20b?c=d/e", accepted.target(request));
        assertEquals(Optional.of("http://example.com"), accepted.origin(request));
        assertEquals(3, request.position());
    }

    @Test
    void tellsThatThereWasNoOrigin() {
        ByteBuffer request = received(bytes(withLine("Origin", "")));
        Accepted accepted =
                assertInstanceOf(Accepted.class, new HandshakeParser(HandshakeRules.DEFAULT).parse(request));
        assertEquals(Optional.empty(), accepted.origin(request));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host      | hOST:server.example.com:8080",
                "Host      | Host: [2001:db8::1]:443",
                "Upgrade   | uPGRADE: WebSocket",
                "Upgrade   | Upgrade: h2c, websocket",
                "Connection| connection: keep-alive, Upgrade",
                "Connection| Connection: ,\t upgrade\t,close",
                "Connection| Connection:upgrade",
                "Sec-WebSocket-Key | SEC-WEBSOCKET-KEY: \t dGhlIHNhbXBsZSBub25jZQ== \t ",
                "Sec-WebSocket-Version | sec-websocket-version:13 ",
                "GET       | GET http://server.example.com/chat HTTP/1.1",
                "GET       | GET HTTPS://server.example.com/ HTTP/1.1",
                "Origin    | Origin:",
            })
    void acceptsOtherWaysToWriteALine(String line, String replacement) {
        assertEquals(ACCEPT_KEY, accept(withLine(line, replacement)).acceptKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                "Content-Length: 0",
                "Connection: keep-alive",
                "Upgrade: h2c",
                "X-Empty:",
                "X-Latin: caf\u00e9",
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64)",
                "!#$%&'*+-.^_`|~: odd but a token",
                "Sec-WebSocket-Kez: same length, other name",
            })
    void acceptsAFurtherHeader(String line) {
        assertEquals(ACCEPT_KEY, accept(plusLine(line)).acceptKey());
    }

    @Test
    void computesADifferentAcceptKeyForADifferentKey() {
        String request = withLine("Sec-WebSocket-Key", "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==");
        assertEquals("HSmrc0sMlYUkAGmm5OPpG2HaGWk=", accept(request).acceptKey());
    }

    private static Accepted accept(String request) {
        HandshakeResult result = Requests.parse(HandshakeRules.DEFAULT, request);
        return assertInstanceOf(Accepted.class, result, () -> Requests.describe(result));
    }
}
