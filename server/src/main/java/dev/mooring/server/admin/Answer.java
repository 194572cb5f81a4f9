package dev.mooring.server.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/**
 * One HTTP answer of the admin port.
 *
 * @param headers beside the content type, keyed by name
 */
record Answer(HttpResponseStatus status, String contentType, String body, Map<String, String> headers) {
    private static final String PLAIN = "text/plain; charset=utf-8";

    /** A line of plain text, for people and for the probes of load balancers. */
    static Answer plain(HttpResponseStatus status, String line) {
        return new Answer(status, PLAIN, line + "\n", Map.of());
    }

    static Answer json(String body) {
        return new Answer(HttpResponseStatus.OK, "application/json", body, Map.of());
    }

    static Answer methodNotAllowed(String allowed) {
        return plain(HttpResponseStatus.METHOD_NOT_ALLOWED, "use " + allowed)
                .with(HttpHeaderNames.ALLOW.toString(), allowed);
    }

    /** This answer with one header, and no other. */
    Answer with(String name, String value) {
        return new Answer(status, contentType, body, Map.of(name, value));
    }
}
