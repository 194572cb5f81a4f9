package dev.mooring.server.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HandshakeParserTest {
    @Test
    void acceptsTheRequestOfTheSpecification() {
        String request = """
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
        HandshakeResult result = new HandshakeParser(HandshakeRules.DEFAULT)
                .parse(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
        Accepted accepted = assertInstanceOf(Accepted.class, result);
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", accepted.acceptKey());
        assertEquals(request.length(), accepted.length());
    }
}
