package dev.mooring.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * One HTTP answer.
 *
 * @param headers beside the content type, keyed by name
 */
public record Answer(HttpResponseStatus status, String contentType, String body, Map<String, String> headers) {
    private static final String PLAIN = "text/plain; charset=utf-8";

    /** A line of plain text, for people and for the probes of load balancers. */
    public static Answer plain(HttpResponseStatus status, String line) {
        return new Answer(status, PLAIN, line + "\n", Map.of());
    }

    public static Answer json(String body) {
        return new Answer(HttpResponseStatus.OK, "application/json", body, Map.of());
    }

    public static Answer methodNotAllowed(String allowed) {
        return plain(HttpResponseStatus.METHOD_NOT_ALLOWED, "use " + allowed)
                .with(HttpHeaderNames.ALLOW.toString(), allowed);
    }

    /** This answer, which is there already. */
    public CompletableFuture<Answer> now() {
        return CompletableFuture.completedFuture(this);
    }

    /** This answer with one header more. */
    public Answer with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, body, more);
    }
}
