package dev.mooring.server.handshake;

import static dev.mooring.server.handshake.HttpCharacters.ascii;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An origin that web pages may connect from, RFC 6454: scheme, host and port, compared byte by byte with what browsers write.
 * {@code https://*.example.com} is every host below example.com, and not example.com itself. Immutable.
 */
final class AllowedOrigin {
    /** As browsers serialize it, RFC 6454 section 6.2: lower case, no path, no slash at the end. */
    private static final Pattern ORIGIN = Pattern.compile("null|[a-z][a-z0-9+.-]*://[a-z0-9.:\\[\\]_-]+");

    private static final Pattern BELOW =
            Pattern.compile("([a-z][a-z0-9+.-]*://)\\*(\\.[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*(?::[0-9]+)?)");
    /** Browsers leave these out. */
    private static final Pattern DEFAULT_PORT = Pattern.compile("(https://.*):443|(http://.*):80");

    private final byte[] start;
    /** What follows the host's first part; null where it has to be the whole. */
    private final byte @Nullable [] end;

    private AllowedOrigin(byte[] start, byte @Nullable [] end) {
        this.start = start;
        this.end = end;
    }

    /**
     * Reads it.
     *
     * @throws RefusedException for one that no browser sends, and for all hosts below a single name, as {@code https://*.com}
     */
    static AllowedOrigin parse(String origin) {
        Matcher port = DEFAULT_PORT.matcher(origin);
        if (port.matches()) {
            throw RefusedException.of(
                    "origin",
                    origin,
                    "has",
                    "the port that browsers leave out",
                    "write " + (port.group(1) == null ? port.group(2) : port.group(1)));
        }
        Matcher below = BELOW.matcher(origin);
        if (below.matches()) {
            if (below.group(2).indexOf('.', 1) < 0) {
                throw RefusedException.of(
                        "origin",
                        origin,
                        "opens",
                        "every site below one name",
                        "write two names at least behind the star, as in https://*.example.com");
            }
            return new AllowedOrigin(ascii(below.group(1)), ascii(below.group(2)));
        }
        if (!ORIGIN.matcher(origin).matches()) {
            throw RefusedException.of(
                    "origin", origin, "is not", "an origin", "write scheme and host alone, as in https://example.com");
        }
        return new AllowedOrigin(ascii(origin), null);
    }

    /** Whether the bytes from the one to the other are this. */
    boolean allows(byte[] text, int from, int to) {
        if (end == null) {
            return Arrays.equals(text, from, to, start, 0, start.length);
        }
        int names = from + start.length;
        int rest = to - end.length;
        return names < rest
                && Arrays.equals(text, from, names, start, 0, start.length)
                && Arrays.equals(text, rest, to, end, 0, end.length)
                && isName(text, names, rest);
    }

    /** Whether it is one name or several with dots between them: nothing that could end the host before its end. */
    private static boolean isName(byte[] text, int from, int to) {
        byte before = '.';
        for (int i = from; i < to; i++) {
            byte each = text[i];
            boolean letter = (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-' || each == '_';
            if (!letter && (each != '.' || before == '.')) {
                return false;
            }
            before = each;
        }
        return before != '.';
    }
}
