package dev.mooring.loadgenerator.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private static final String ANSWER = wire("""
            HTTP/1.1 101 Switching Protocols
            Upgrade: WebSocket
            Connection: keep-alive, Upgrade
            sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

            """);

    @Test
    void computesTheAcceptValueOfTheRfc() {
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", new AcceptValue().of("dGhlIHNhbXBsZSBub25jZQ=="));
    }

    @Test
    void writesTheKeyIntoTheRequest() {
        ByteBuffer out = ByteBuffer.allocate(1024);
        new UpgradeRequest("h:81", "/a?b").writeTo(out, UpgradeRequest.key(0, -1));
        assertEquals(wire("""
                        GET /a?b HTTP/1.1
                        Host: h:81
                        Upgrade: websocket
                        Connection: Upgrade
                        Sec-WebSocket-Version: 13
                        Sec-WebSocket-Key: AAAAAAAAAAD//////////w==

                        """), StandardCharsets.ISO_8859_1.decode(out.flip()).toString());
    }

    @Test
    void readsAnAnswerAndLeavesTheFirstFrame() {
        ByteBuffer in = bytes(ANSWER + "\u0089");
        UpgradeResponse answer = UpgradeResponse.parse(in).orElseThrow();
        assertEquals(new UpgradeResponse(101, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", true, "", Duration.ZERO), answer);
        assertEquals(1, in.remaining());
    }

    @Test
    void waitsForTheWholeHead() {
        for (int length = 0; length < ANSWER.length(); length++) {
            ByteBuffer in = bytes(ANSWER.substring(0, length));
            assertEquals(Optional.empty(), UpgradeResponse.parse(in), "after " + length + " bytes");
            assertEquals(length, in.remaining());
        }
    }

    @Test
    void readsWhenToComeBack() {
        UpgradeResponse answer = UpgradeResponse.parse(
                        bytes("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\n\r\n"))
                .orElseThrow();
        assertEquals(new UpgradeResponse(503, "", false, "", Duration.ofSeconds(7)), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 2x0 \r\n\r\n", "HTTP/1.1 101 X\r\nnonsense\r\n\r\n"})
    void readsWhatIsNotHttpAsNoStatus(String text) {
        assertEquals(0, UpgradeResponse.parse(bytes(text)).orElseThrow().status());
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Extensions: permessage-deflate, extension",
        "sec-websocket-protocol: mqtt, subprotocol",
        "Sec-WebSocket-Extensions:, ''"
    })
    void noticesWhatNobodyOffered(String header, String unasked) {
        String answer = ANSWER.replace("Upgrade: WebSocket", "Upgrade: WebSocket\r\n" + header);
        assertEquals(unasked, UpgradeResponse.parse(bytes(answer)).orElseThrow().unasked());
    }

    @Test
    void doesNotTakeAnAnswerWithoutUpgradeForOne() {
        assertTrue(!UpgradeResponse.parse(bytes("HTTP/1.1 101 X\r\nUpgrade: websocket\r\n\r\n"))
                .orElseThrow()
                .upgraded());
    }

    private static String wire(String text) {
        return text.replace("\n", "\r\n");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
