package dev.mooring.server.handshake;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a request must keep to, beyond RFC 6455.
 *
 * @param origins the origins that web pages may connect from, written as browsers send them, as in {@code
 *     https://example.com}, or {@code https://*.example.com} for all hosts below; empty lets every origin in. A request without Origin comes from no browser and always passes,
 *     since such a client could claim any origin
 * @param maxRequestLine the longest request line, its line end included; at most 31 KiB
 * @param maxHeaders all header lines together, the empty line included; at most 31 KiB
 * @param subprotocols those the server speaks, in no order: the client's order decides; at most {@link #MAX_SUBPROTOCOLS}
 *     tokens of at most {@link #MAX_SUBPROTOCOL_LENGTH} characters
 * @param compression whether to take an offer of permessage-deflate
 */
public record HandshakeRules(
        Optional<Set<String>> origins,
        Bytes maxRequestLine,
        Bytes maxHeaders,
        List<String> subprotocols,
        boolean compression) {
    public static final int MAX_SUBPROTOCOLS = 32;
    public static final int MAX_SUBPROTOCOL_LENGTH = 64;

    /** A token of RFC 9110 section 5.6.2, as RFC 6455 section 4.1 asks. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** A line, the headers and the empty lines before them are to leave some of the 64 KiB that a loop reads into. */
    private static final Bytes MAX_SIZE = Bytes.kibi(31);

    public static final HandshakeRules DEFAULT =
            new HandshakeRules(Optional.empty(), Bytes.kibi(4), Bytes.kibi(8), List.of());

    /** Without compression. */
    public HandshakeRules(
            Optional<Set<String>> origins, Bytes maxRequestLine, Bytes maxHeaders, List<String> subprotocols) {
        this(origins, maxRequestLine, maxHeaders, subprotocols, false);
    }

    public HandshakeRules {
        origins = origins.map(Set::copyOf);
        origins.ifPresent(allowed -> allowed.forEach(AllowedOrigin::parse));
        bound("max-request-line", maxRequestLine);
        bound("max-headers", maxHeaders);
        subprotocols = List.copyOf(subprotocols);
        check(subprotocols);
    }

    /** The longest request, without the empty lines that may stand before it. */
    public int maxRequest() {
        return Math.toIntExact(maxRequestLine.plus(maxHeaders).count());
    }

    private static void check(List<String> subprotocols) {
        if (subprotocols.size() > MAX_SUBPROTOCOLS) {
            throw RefusedException.of(
                    "subprotocols", subprotocols.size(), "is more than", MAX_SUBPROTOCOLS, "name fewer of them");
        }
        Set<String> seen = new HashSet<>();
        for (String subprotocol : subprotocols) {
            if (!TOKEN.matcher(subprotocol).matches()) {
                throw RefusedException.of(
                        "subprotocols",
                        subprotocol,
                        "is not",
                        "a token",
                        "write letters, digits and any of !#$%&'*+-.^_`|~, as in mqtt,v12.stomp");
            }
            if (subprotocol.length() > MAX_SUBPROTOCOL_LENGTH) {
                throw RefusedException.of(
                        "subprotocols",
                        subprotocol,
                        "is longer than",
                        MAX_SUBPROTOCOL_LENGTH + " characters",
                        "choose a shorter name");
            }
            if (!seen.add(subprotocol)) {
                throw RefusedException.of("subprotocols", subprotocol, "is there", "twice", "name it once");
            }
        }
    }

    private static void bound(String name, Bytes size) {
        if (size.compareTo(MAX_SIZE) > 0) {
            throw RefusedException.of(name, size, "is more than", MAX_SIZE, "lower " + name);
        }
    }
}
