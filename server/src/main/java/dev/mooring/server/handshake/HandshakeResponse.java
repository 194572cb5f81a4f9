package dev.mooring.server.handshake;

import static dev.mooring.server.handshake.HttpCharacters.ascii;

import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer.Accept;
import dev.mooring.server.HandshakeAnswer.Refuse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The answers to an opening handshake, written into a buffer with at least {@link #MAX_LENGTH} bytes to spare. */
public final class HandshakeResponse {
    /** No answer is longer. */
    public static final int MAX_LENGTH = 512;

    private static final byte[] SWITCHING = ascii("""
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept:\s""");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] END = ascii("\r\n\r\n");

    private HandshakeResponse() {}

    /** The 101: copies 129 bytes, and those of subprotocol and extension if there are any; makes no object. */
    public static void write(ByteBuffer out, Accepted accepted) {
        out.put(SWITCHING);
        accepted.writeAcceptKey(out);
        accepted.writeSubprotocol(out);
        accepted.writeExtensions(out);
        out.put(END);
    }

    /**
     * The 101 that the application has asked for.
     *
     * @throws IllegalArgumentException when the client has not offered the subprotocol
     */
    public static ByteBuffer of(Accepted accepted, Handshake request, Accept answer) {
        StringBuilder fields = new StringBuilder();
        Optional<String> subprotocol = answer.subprotocol().or(accepted::subprotocol);
        subprotocol.ifPresent(chosen -> {
            if (!request.subprotocols().contains(chosen)) {
                // What it offers is not said: some of it may be a token, and this is logged.
                throw new IllegalArgumentException("subprotocol=" + chosen
                        + " is none of those the client offers; choose one of Handshake.subprotocols(), or none");
            }
            field(fields, "Sec-WebSocket-Protocol", chosen);
        });
        answer.headers().forEach(header -> field(fields, header.name(), header.value()));
        byte[] more = fields.toString().getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer out = ByteBuffer.allocate(MAX_LENGTH + more.length);
        out.put(SWITCHING);
        accepted.writeAcceptKey(out);
        accepted.writeExtensions(out);
        out.put(LINE_END).put(more).put(LINE_END);
        return out.flip();
    }

    /**
     * The refusal that the application has asked for, after whose last byte the connection is to be closed.
     *
     * @throws IllegalArgumentException for a redirect that does not say where to
     */
    public static ByteBuffer of(Refuse answer) {
        if (answer.status() < 400 && !has(answer, "Location")) {
            throw new IllegalArgumentException(
                    "status=" + answer.status() + " has no Location; add it by header(), or refuse with 403");
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(ReasonPhrase.of(answer.status()))
                .append("\r\n");
        field(head, "Connection", "close");
        if (!has(answer, "Content-Type") && body.length > 0) {
            field(head, "Content-Type", "text/plain; charset=utf-8");
        }
        field(head, "Content-Length", Integer.toString(body.length));
        answer.headers().forEach(header -> field(head, header.name(), header.value()));
        byte[] text = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(text.length + body.length)
                .put(text)
                .put(body)
                .flip();
    }

    private static boolean has(Refuse answer, String name) {
        return answer.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
    }

    private static void field(StringBuilder fields, String name, String value) {
        fields.append(name).append(": ").append(value).append("\r\n");
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
