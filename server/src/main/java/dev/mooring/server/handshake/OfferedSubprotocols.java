package dev.mooring.server.handshake;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The subprotocols that a client offers, in its order of preference, over all lines of Sec-WebSocket-Protocol: one or more
 * tokens, all different (RFC 6455 sections 4.1 and 11.3.4). Empty members of the list are ignored (RFC 9110 section
 * 5.6.1.2).
 *
 * <p>Not thread-safe; reused for every request. Each offer is compared with those before it, which is why there is a bound.
 */
final class OfferedSubprotocols {
    /** More than any client has reason to offer. */
    static final int MAX_OFFERED = 64;

    private static final Refused BAD = Refused.badRequest("Sec-WebSocket-Protocol is not a list of tokens");
    private static final Refused TWICE = Refused.badRequest("Sec-WebSocket-Protocol offers the same twice");
    private static final Refused MANY =
            Refused.badRequest("Sec-WebSocket-Protocol offers more than " + MAX_OFFERED + " subprotocols");

    private final int[] starts = new int[MAX_OFFERED];
    private final int[] ends = new int[MAX_OFFERED];
    private int count;
    private boolean present;

    void clear() {
        count = 0;
        present = false;
    }

    /** Takes the value of one field line. Returns why the request is refused on account of it, or null. */
    @Nullable
    Refused add(byte[] text, int start, int end) {
        present = true;
        int at = start;
        while (at < end) {
            int comma = at;
            while (comma < end && text[comma] != ',') {
                comma++;
            }
            Refused refused = addMember(text, at, comma);
            if (refused != null) {
                return refused;
            }
            at = comma + 1;
        }
        return null;
    }

    /** Why the request is refused once all lines are known, or null. */
    @Nullable
    Refused missing() {
        return present && count == 0 ? BAD : null;
    }

    /** The first offer that is among the spoken ones, as the array that was given; null when there is none. */
    byte @Nullable [] firstOf(byte[][] spoken, byte[] text) {
        for (int offer = 0; offer < count; offer++) {
            for (byte[] one : spoken) {
                if (equals(text, offer, one, 0, one.length)) {
                    return one;
                }
            }
        }
        return null;
    }

    private @Nullable Refused addMember(byte[] text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && HttpCharacters.isBlank(text[from])) {
            from++;
        }
        while (from < to && HttpCharacters.isBlank(text[to - 1])) {
            to--;
        }
        if (from == to) {
            return null;
        }
        for (int at = from; at < to; at++) {
            if (!HttpCharacters.isToken(text[at])) {
                return BAD;
            }
        }
        for (int offer = 0; offer < count; offer++) {
            if (equals(text, offer, text, from, to)) {
                return TWICE;
            }
        }
        if (count == MAX_OFFERED) {
            return MANY;
        }
        starts[count] = from;
        ends[count] = to;
        count++;
        return null;
    }

    /** Names are compared letter by letter, upper and lower case apart. */
    private boolean equals(byte[] text, int offer, byte[] other, int from, int to) {
        return Arrays.equals(text, starts[offer], ends[offer], other, from, to);
    }
}
