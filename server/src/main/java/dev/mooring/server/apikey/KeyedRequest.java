package dev.mooring.server.apikey;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/**
 * What of a request a key is checked against.
 *
 * @param target path and query as sent
 * @param headers the values of all lines of a header, by its name in lower case, in their order
 * @param body its remaining bytes, which stay as they are
 */
public record KeyedRequest(String method, String target, Function<String, List<String>> headers, ByteBuffer body) {
    /** The only value of the header; empty when there is none, or more than one. */
    String header(String name) {
        List<String> values = headers.apply(name);
        return values.size() == 1 ? values.getFirst() : "";
    }
}
