package dev.mooring.server.handshake;

import static dev.mooring.server.handshake.HttpCharacters.ascii;

import java.nio.ByteBuffer;

/** The answers to an opening handshake, written into a buffer with at least {@link #LONGEST} bytes to spare. */
public final class HandshakeResponse {
    /** No answer is longer. */
    public static final int LONGEST = 512;

    private static final byte[] SWITCHING = ascii("""
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept:\s""");
    private static final byte[] END = ascii("\r\n\r\n");

    private HandshakeResponse() {}

    /** The 101: copies 129 bytes, and those of the subprotocol if there is one; makes no object. */
    public static void write(ByteBuffer out, Accepted accepted) {
        out.put(SWITCHING);
        accepted.writeAcceptKey(out);
        accepted.writeSubprotocol(out);
        out.put(END);
    }

    /** The error, after whose last byte the connection is to be closed. */
    public static void write(ByteBuffer out, Refused refused) {
        String body = refused.detail() + "\n";
        out.put(ascii("""
                HTTP/1.1 %d %s\r
                Connection: close\r
                %sContent-Type: text/plain\r
                Content-Length: %d\r
                \r
                %s""".formatted(
                refused.status(), refused.phrase(), refused.fields(), body.length(), refused.bodiless() ? "" : body)));
    }
}
