package dev.mooring.server.handshake;

import dev.mooring.server.metrics.RefusalReason;
import java.time.Duration;

/**
 * A request to be answered with an HTTP error, after which the connection is closed: bytes behind the refused request,
 * such as a pipelined second request, are never answered.
 *
 * @param status the HTTP status
 * @param phrase the reason phrase of the status line
 * @param detail a few words for the body and the log, ASCII
 * @param fields further header lines, each with its line end; often none
 * @param reason what it counts as
 * @param bodiless whether the body is left out, as in every answer to HEAD
 */
public record Refused(int status, String phrase, String detail, String fields, RefusalReason reason, boolean bodiless)
        implements HandshakeResult {

    private Refused(int status, String phrase, String detail, String fields, RefusalReason reason) {
        this(status, phrase, detail, fields, reason, false);
    }

    /** A 503 that asks the client to come back after a whole number of seconds. */
    public static Refused unavailable(RefusalReason reason, Duration retryAfter) {
        return new Refused(
                503,
                "Service Unavailable",
                switch (reason) {
                    case DRAINING -> "server is draining";
                    case DESCRIPTORS -> "server has no file descriptor left";
                    case HANDSHAKES -> "too many handshakes under way";
                    case UNDECIDED -> "server could not decide in time";
                    case MEMORY -> "server has no memory left for part of a request";
                    default -> "server is full";
                },
                "Retry-After: " + retryAfter.toSeconds() + "\r\n",
                reason);
    }

    /** A 408 for a request that did not arrive in time. */
    public static Refused timeout() {
        return new Refused(408, "Request Timeout", "handshake took too long", "", RefusalReason.TIMEOUT);
    }

    /** A 500, since the application failed to answer. */
    public static Refused byBrokenHandler() {
        return new Refused(500, "Internal Server Error", "internal error", "", RefusalReason.HANDLER);
    }

    /** A 400 in clear, for a request without TLS where TLS is spoken. */
    public static Refused clearText() {
        return badRequest("this port speaks TLS; use wss:// or https://");
    }

    static Refused badRequest(String detail) {
        return new Refused(400, "Bad Request", detail, "", RefusalReason.BAD_REQUEST);
    }

    /** A 405, RFC 9110 section 15.5.6, for a method that HTTP knows. */
    static Refused methodNotAllowed(boolean head) {
        return new Refused(405, "Method Not Allowed", "use GET", "Allow: GET\r\n", RefusalReason.BAD_REQUEST, head);
    }

    /** A 501, RFC 9110 section 15.6.2, for any other word that may be a method. */
    static Refused methodUnknown() {
        return new Refused(
                501, "Not Implemented", "method not known; use GET", "Allow: GET\r\n", RefusalReason.BAD_REQUEST);
    }

    static Refused forbiddenOrigin() {
        return new Refused(403, "Forbidden", "origin not allowed", "", RefusalReason.ORIGIN);
    }

    static Refused targetTooLong() {
        return new Refused(414, "URI Too Long", "request line too long", "", RefusalReason.BAD_REQUEST);
    }

    static Refused headersTooLarge() {
        return new Refused(431, "Request Header Fields Too Large", "headers too large", "", RefusalReason.BAD_REQUEST);
    }

    /** A 426, which says what to upgrade to as RFC 9110 section 15.5.22 and RFC 6455 section 4.4 ask. */
    static Refused upgradeRequired(String detail) {
        return new Refused(
                426,
                "Upgrade Required",
                detail,
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
                RefusalReason.BAD_REQUEST);
    }
}
