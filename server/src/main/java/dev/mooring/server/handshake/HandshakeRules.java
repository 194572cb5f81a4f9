package dev.mooring.server.handshake;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.unit.Bytes;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a request must keep to, beyond RFC 6455.
 *
 * @param origins the origins that web pages may connect from, written as browsers send them, as in {@code
 *     https://example.com}; empty lets every origin in. A request without Origin comes from no browser and always passes,
 *     since such a client could claim any origin
 * @param maxRequestLine the longest request line, its line end included; at most 31 KiB
 * @param maxHeaders all header lines together, the empty line included; at most 31 KiB
 */
public record HandshakeRules(Optional<Set<String>> origins, Bytes maxRequestLine, Bytes maxHeaders) {
    /** As browsers serialize it, RFC 6454 section 6.2: lower case, no path, no slash at the end. */
    private static final Pattern ORIGIN = Pattern.compile("null|[a-z][a-z0-9+.-]*://[a-z0-9.:\\[\\]_-]+");

    /** A line, the headers and a PROXY header of 536 bytes are to fit in the 64 KiB that a loop reads into. */
    private static final Bytes LARGEST = Bytes.kibi(31);

    public static final HandshakeRules DEFAULT = new HandshakeRules(Optional.empty(), Bytes.kibi(4), Bytes.kibi(8));

    public HandshakeRules {
        origins = origins.map(Set::copyOf);
        origins.ifPresent(allowed -> allowed.forEach(HandshakeRules::check));
        bound("max-request-line", maxRequestLine);
        bound("max-headers", maxHeaders);
    }

    /** The same rules with other origins. */
    public HandshakeRules allowing(Optional<Set<String>> others) {
        return new HandshakeRules(others, maxRequestLine, maxHeaders);
    }

    /** The size of a buffer that holds every request the parser has not yet decided on. */
    public int maxRequest() {
        return Math.toIntExact(maxRequestLine.plus(maxHeaders).count());
    }

    private static void check(String origin) {
        if (!ORIGIN.matcher(origin).matches()) {
            throw RefusedException.of(
                    "origin", origin, "is not", "an origin", "write scheme and host alone, as in https://example.com");
        }
    }

    private static void bound(String name, Bytes size) {
        if (size.compareTo(LARGEST) > 0) {
            throw RefusedException.of(name, size, "is more than", LARGEST, "lower " + name);
        }
    }
}
