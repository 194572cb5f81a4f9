package dev.mooring.server.handshake;

import dev.mooring.server.Handshake;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request to be answered with 101. Target and origin are positions; their text costs nothing until it is asked for. */
public final class Accepted implements HandshakeResult {
    private static final byte[] SUBPROTOCOL = HttpCharacters.ascii("\r\nSec-WebSocket-Protocol: ");

    private final int length;
    private final byte[] acceptKey;
    private final Span target;
    private final Span origin;
    private final byte @Nullable [] subprotocol;
    private final byte @Nullable [] extensions;

    Accepted(
            int length,
            byte[] acceptKey,
            Span target,
            Span origin,
            byte @Nullable [] subprotocol,
            byte @Nullable [] extensions) {
        this.length = length;
        this.acceptKey = acceptKey;
        this.target = target;
        this.origin = origin;
        this.subprotocol = subprotocol;
        this.extensions = extensions;
    }

    /** The request's bytes; any after them are the client's first frames and belong to the frame decoder. */
    public int length() {
        return length;
    }

    /** The value of Sec-WebSocket-Accept. */
    public String acceptKey() {
        return new String(acceptKey, StandardCharsets.ISO_8859_1);
    }

    /** The request target as sent, path and query. Takes the buffer that was parsed, unchanged. */
    public String target(ByteBuffer request) {
        return target.text(request);
    }

    /** The Origin as sent. Takes the buffer that was parsed, unchanged. */
    public Optional<String> origin(ByteBuffer request) {
        return origin.isMissing() ? Optional.empty() : Optional.of(origin.text(request));
    }

    /**
     * A copy of the request for the application. Takes the buffer that was parsed, unchanged.
     *
     * @param secure whether it came by TLS
     * @param subject of the certificate that the client has shown
     * @param client asks for the client's address
     */
    public Handshake copy(
            ByteBuffer request,
            boolean secure,
            Optional<String> subject,
            Supplier<Optional<InetSocketAddress>> client,
            Supplier<String> id) {
        String text = new Span(0, length).text(request);
        return new Request(text, target, secure, subject, client, id);
    }

    /** The first of the client's subprotocols that the server speaks. */
    public Optional<String> subprotocol() {
        return subprotocol == null
                ? Optional.empty()
                : Optional.of(new String(subprotocol, StandardCharsets.ISO_8859_1));
    }

    /** Whether messages may be compressed, RFC 7692, without context takeover. */
    public boolean compressed() {
        return extensions != null;
    }

    /** Writes a field line of its own, begun by the end of the line before; nothing where none was agreed on. */
    void writeExtensions(ByteBuffer out) {
        if (extensions != null) {
            out.put(extensions);
        }
    }

    void writeAcceptKey(ByteBuffer out) {
        out.put(acceptKey);
    }

    /** Writes a field line of its own, begun by the end of the line before; nothing where none was agreed on. */
    void writeSubprotocol(ByteBuffer out) {
        if (subprotocol != null) {
            out.put(SUBPROTOCOL);
            out.put(subprotocol);
        }
    }

    /** A stretch of the request, counted from the request's first byte; negative when there is none. */
    record Span(int start, int end) {
        static final Span MISSING = new Span(-1, -1);

        boolean isMissing() {
            return start < 0;
        }

        int length() {
            return end - start;
        }

        String text(ByteBuffer request) {
            byte[] text = new byte[length()];
            request.get(request.position() + start, text);
            return new String(text, StandardCharsets.ISO_8859_1);
        }
    }
}
