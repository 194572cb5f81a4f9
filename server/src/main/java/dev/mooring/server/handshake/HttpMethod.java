package dev.mooring.server.handshake;

import static dev.mooring.server.handshake.HttpCharacters.ascii;

import java.util.Arrays;

/** What is said of a request by its method, when that is not GET. */
final class HttpMethod {
    /** No registered method is longer (UPDATEREDIRECTREF, of the IANA's list). */
    static final int MAX_LENGTH = 17;

    private static final byte[] HEAD = ascii("HEAD");
    /** Words that stand where a method would, of protocols that are often spoken to the wrong port. */
    private static final byte[] HTTP_2 = ascii("PRI");

    private static final byte[] PROXY_HEADER = ascii("PROXY");
    /** The rest of RFC 9110 section 9, and RFC 5789. */
    private static final byte[][] KNOWN = {
        ascii("POST"), ascii("PUT"), ascii("DELETE"), ascii("CONNECT"), ascii("OPTIONS"), ascii("TRACE"), ascii("PATCH")
    };

    private static final Refused NOT_HTTP_1 = Refused.badRequest("HTTP/2 is not spoken here");
    private static final Refused UNEXPECTED_PROXY = Refused.badRequest(
            "PROXY header not expected; only version 2 is known and that with --proxy-protocol=required");
    private static final Refused NO_BODY = Refused.methodNotAllowed(true);
    private static final Refused NOT_ALLOWED = Refused.methodNotAllowed(false);
    private static final Refused UNKNOWN = Refused.methodUnknown();

    private HttpMethod() {}

    static Refused refusal(byte[] text, int start, int end) {
        if (is(HEAD, text, start, end)) {
            return NO_BODY;
        }
        if (is(HTTP_2, text, start, end)) {
            return NOT_HTTP_1;
        }
        if (is(PROXY_HEADER, text, start, end)) {
            return UNEXPECTED_PROXY;
        }
        for (byte[] known : KNOWN) {
            if (is(known, text, start, end)) {
                return NOT_ALLOWED;
            }
        }
        return UNKNOWN;
    }

    private static boolean is(byte[] method, byte[] text, int start, int end) {
        return Arrays.equals(text, start, end, method, 0, method.length);
    }
}
