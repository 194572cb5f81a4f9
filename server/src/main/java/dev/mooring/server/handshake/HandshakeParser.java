package dev.mooring.server.handshake;

import static dev.mooring.server.handshake.HttpCharacters.ascii;

import dev.mooring.server.handshake.Accepted.Span;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A parser of the opening handshake, strict to RFC 6455 section 4.2.1 and RFC 9112, for GET and HTTP/1.1 alone. Up to
 * four empty lines before the request line are ignored (RFC 9112 section 2.2).
 *
 * <p>Reads from the first byte to the last and refuses at the first byte that no good request has there, so TLS, HTTP/2
 * and other protocols are refused at once and the answer does not depend on how the bytes were cut. Of the offered
 * subprotocols the first that the server speaks is taken, and of the offered extensions the first that it can keep to.
 *
 * <p>Not thread-safe: one parser per event loop, it owns a SHA-1 and a buffer of {@link HandshakeRules#maxRequest} and 8 bytes.
 * An incomplete request is parsed again from its start when more has arrived; that costs a slow sender's request, at most
 * 12 KiB by default, once per packet. An accepted request costs at most four small objects, a refused one none.
 */
public final class HandshakeParser {
    private static final int MAX_EMPTY_LINES = 4;
    private static final byte[] METHOD = ascii("GET ");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] HTTP = ascii("http://");
    private static final byte[] HTTPS = ascii("https://");
    private static final byte[] LINE_END = ascii("\r\n");
    /** What every handshake of TLS begins with. */
    private static final byte TLS_HANDSHAKE = 22;

    private static final int STOPPED = -1;

    private static final Refused NOT_HTTP = Refused.badRequest("request does not start with a method");
    private static final Refused NO_TLS =
            Refused.badRequest("this port speaks no TLS; use ws://, or a port of tls-ports");
    private static final Refused EMPTY_LINES = Refused.badRequest("too many empty lines before the request");
    private static final Refused NOT_ASCII =
            Refused.badRequest("request target has a byte that is not ASCII; percent-encode it");
    private static final Refused BAD_TARGET = Refused.badRequest("request target not valid");
    private static final Refused NOT_HTTP_1_1 = Refused.badRequest("request line does not end with HTTP/1.1");
    private static final Refused LONG_LINE = Refused.targetTooLong();
    private static final Refused LARGE_HEADERS = Refused.headersTooLarge();
    private static final Refused FOLDED = Refused.badRequest("header line starts with a blank");
    private static final Refused BAD_NAME = Refused.badRequest("header name not valid");
    private static final Refused BAD_VALUE = Refused.badRequest("control character in a header value");
    private static final Refused BAD_LINE_END = Refused.badRequest("line does not end with CR LF");
    private static final Refused BAD_ORIGIN = Refused.forbiddenOrigin();

    private final int maxRequestLine;
    private final int maxHeaders;
    private final AllowedOrigin @Nullable [] origins;
    private final byte[][] subprotocols;
    private final byte[] text;
    private final OfferedExtensions extensions;
    private final HeaderFields fields;
    private final AcceptKey acceptKey = new AcceptKey();

    private int length;
    private int targetStart;
    private int targetEnd;
    private HandshakeResult result = Incomplete.INCOMPLETE;

    public HandshakeParser(HandshakeRules rules) {
        maxRequestLine = Math.toIntExact(rules.maxRequestLine().count());
        maxHeaders = Math.toIntExact(rules.maxHeaders().count());
        text = new byte[rules.maxRequest() + MAX_EMPTY_LINES * LINE_END.length];
        extensions = new OfferedExtensions(rules.compression());
        fields = new HeaderFields(extensions);
        subprotocols = rules.subprotocols().stream().map(HttpCharacters::ascii).toArray(byte[][]::new);
        origins = rules.origins()
                .map(allowed -> allowed.stream().map(AllowedOrigin::parse).toArray(AllowedOrigin[]::new))
                .orElse(null);
    }

    /**
     * Judges a request.
     *
     * @param received all bytes of the connection so far, from position to limit; left as it is
     */
    public HandshakeResult parse(ByteBuffer received) {
        length = Math.min(received.remaining(), text.length);
        received.get(received.position(), text, 0, length);
        fields.clear();
        int headers = requestLine();
        if (headers == STOPPED) {
            return result;
        }
        int end = headerLines(headers);
        return end == STOPPED ? result : judge(end);
    }

    /** Returns where the headers start. */
    private int requestLine() {
        int start = emptyLines();
        if (start == STOPPED) {
            return STOPPED;
        }
        int limit = Math.min(length, start + maxRequestLine);
        int headers = method(start, limit);
        if (headers != STOPPED) {
            targetStart = headers;
            headers = target(headers, limit);
        }
        if (headers != STOPPED) {
            headers = expect(VERSION, headers, limit, NOT_HTTP_1_1);
        }
        return headers == STOPPED && limit - start == maxRequestLine ? stopTooLarge(LONG_LINE) : headers;
    }

    /** Returns where the request line starts. */
    private int emptyLines() {
        int at = 0;
        for (int lines = 0; at != STOPPED && at < length && text[at] == '\r'; lines++) {
            at = lines == MAX_EMPTY_LINES ? stop(EMPTY_LINES) : expect(LINE_END, at, length, BAD_LINE_END);
        }
        return at;
    }

    /** Returns where the target starts. */
    private int method(int start, int limit) {
        int end = start;
        while (end < limit && end - start <= HttpMethod.MAX_LENGTH && HttpCharacters.isToken(text[end])) {
            end++;
        }
        if (end == limit) {
            return stop(Incomplete.INCOMPLETE);
        }
        if (end == start || text[end] != ' ') {
            return stop(end == start && text[start] == TLS_HANDSHAKE ? NO_TLS : NOT_HTTP);
        }
        boolean get = Arrays.equals(text, start, end + 1, METHOD, 0, METHOD.length);
        return get ? end + 1 : stop(HttpMethod.refusal(text, start, end));
    }

    /** Returns where the target ends. */
    private int target(int start, int limit) {
        int end = start;
        while (end < limit && HttpCharacters.isTarget(text[end])) {
            end++;
        }
        if (end == limit) {
            return stop(Incomplete.INCOMPLETE);
        }
        targetEnd = end;
        if (text[end] < 0) {
            return stop(NOT_ASCII);
        }
        return text[end] == ' ' && isTarget(start, end) ? end : stop(BAD_TARGET);
    }

    /** Whether it is in origin form, or in the absolute form that RFC 9112 section 3.2.2 has every server accept. */
    private boolean isTarget(int start, int end) {
        return (end > start && text[start] == '/') || startsWith(HTTP, start, end) || startsWith(HTTPS, start, end);
    }

    private boolean startsWith(byte[] lowerCase, int start, int end) {
        int length = lowerCase.length;
        return end - start > length && HttpCharacters.equalsIgnoringCase(text, start, start + length, lowerCase);
    }

    /** Returns where the request ends. */
    private int headerLines(int start) {
        int limit = Math.min(length, start + maxHeaders);
        int at = start;
        while (at != STOPPED && at < limit && text[at] != '\r') {
            at = headerLine(at, limit);
        }
        if (at != STOPPED) {
            at = expect(LINE_END, at, limit, BAD_LINE_END);
        }
        return at == STOPPED && limit - start == maxHeaders ? stopTooLarge(LARGE_HEADERS) : at;
    }

    /** Returns where the next line starts. */
    private int headerLine(int start, int limit) {
        int nameEnd = start;
        while (nameEnd < limit && HttpCharacters.isToken(text[nameEnd])) {
            nameEnd++;
        }
        if (nameEnd == limit) {
            return stop(Incomplete.INCOMPLETE);
        }
        if (nameEnd == start || text[nameEnd] != ':') {
            return stop(HttpCharacters.isBlank(text[start]) ? FOLDED : BAD_NAME);
        }
        int valueEnd = nameEnd + 1;
        while (valueEnd < limit && HttpCharacters.isValue(text[valueEnd])) {
            valueEnd++;
        }
        if (valueEnd < limit && text[valueEnd] != '\r') {
            return stop(text[valueEnd] == '\n' ? BAD_LINE_END : BAD_VALUE);
        }
        int next = expect(LINE_END, valueEnd, limit, BAD_LINE_END);
        return next == STOPPED ? STOPPED : addField(start, nameEnd, valueEnd, next);
    }

    private int addField(int start, int nameEnd, int lineEnd, int next) {
        int from = nameEnd + 1;
        int to = lineEnd;
        while (from < to && HttpCharacters.isBlank(text[from])) {
            from++;
        }
        while (from < to && HttpCharacters.isBlank(text[to - 1])) {
            to--;
        }
        Refused refused = fields.add(text, start, nameEnd, from, to);
        return refused == null ? next : stop(refused);
    }

    private HandshakeResult judge(int end) {
        Refused refused = fields.missing();
        if (refused != null) {
            return refused;
        }
        Span origin = fields.origin();
        if (!allows(origin)) {
            return BAD_ORIGIN;
        }
        return new Accepted(
                end,
                acceptKey.of(text, fields.key()),
                new Span(targetStart, targetEnd),
                origin,
                fields.subprotocols().firstOf(subprotocols, text),
                extensions.answer());
    }

    private boolean allows(Span origin) {
        if (origins == null || origin.isMissing()) {
            return true;
        }
        for (AllowedOrigin allowed : origins) {
            if (allowed.allows(text, origin.start(), origin.end())) {
                return true;
            }
        }
        return false;
    }

    /** Returns where the expected bytes end. */
    private int expect(byte[] expected, int start, int limit, Refused otherwise) {
        for (int i = 0; i < expected.length; i++) {
            if (start + i >= limit) {
                return stop(Incomplete.INCOMPLETE);
            }
            if (text[start + i] != expected[i]) {
                return stop(otherwise);
            }
        }
        return start + expected.length;
    }

    private int stop(HandshakeResult why) {
        result = why;
        return STOPPED;
    }

    /** At the size limit, an incomplete request becomes a refusal. */
    private int stopTooLarge(Refused refused) {
        return result == Incomplete.INCOMPLETE ? stop(refused) : STOPPED;
    }
}
