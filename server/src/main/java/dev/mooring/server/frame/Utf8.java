package dev.mooring.server.frame;

import java.nio.ByteBuffer;

/**
 * A streaming UTF-8 validator: a state machine whose state is one {@code int}, so that it costs no object.
 *
 * <p>The state turns {@link #INVALID} at the first byte that no valid text can contain there: overlong forms, surrogates
 * and code points above U+10FFFF are refused at their second byte. Source: RFC 3629 section 4. Plain ASCII is passed
 * eight bytes at a time; any other byte costs one table look-up (2,304 bytes of table).
 */
public final class Utf8 {
    /** Between two characters: the state to start with, and the only one a text may end in. */
    public static final int COMPLETE = 0;

    public static final int INVALID = 8;

    private static final int ONE_MORE = 1;
    private static final int TWO_MORE = 2;
    private static final int THREE_MORE = 3;
    private static final int AFTER_E0 = 4;
    private static final int AFTER_ED = 5;
    private static final int AFTER_F0 = 6;
    private static final int AFTER_F4 = 7;

    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;
    private static final byte[] NEXT = transitions();

    private Utf8() {}

    /** The state after the bytes from {@code from} to {@code to}, having been {@code state} before them. */
    public static int advance(int state, ByteBuffer bytes, int from, int to) {
        int current = state;
        int at = from;
        while (at < to) {
            if (current == COMPLETE) {
                at = skipAscii(bytes, at, to);
                if (at == to) {
                    return COMPLETE;
                }
            }
            current = NEXT[current << Byte.SIZE | (bytes.get(at++) & 0xFF)];
            if (current == INVALID) {
                return INVALID;
            }
        }
        return current;
    }

    private static int skipAscii(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && (bytes.getLong(at) & NOT_ASCII) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes.get(at) >= 0) {
            at++;
        }
        return at;
    }

    private static byte[] transitions() {
        byte[] next = new byte[(INVALID + 1) << Byte.SIZE];
        for (int state = COMPLETE; state <= INVALID; state++) {
            for (int octet = 0; octet <= 0xFF; octet++) {
                next[state << Byte.SIZE | octet] = (byte) next(state, octet);
            }
        }
        return next;
    }

    private static int next(int state, int octet) {
        return switch (state) {
            case COMPLETE -> afterFirst(octet);
            case ONE_MORE -> within(octet, 0x80, 0xBF, COMPLETE);
            case TWO_MORE -> within(octet, 0x80, 0xBF, ONE_MORE);
            case THREE_MORE -> within(octet, 0x80, 0xBF, TWO_MORE);
            case AFTER_E0 -> within(octet, 0xA0, 0xBF, ONE_MORE);
            case AFTER_ED -> within(octet, 0x80, 0x9F, ONE_MORE);
            case AFTER_F0 -> within(octet, 0x90, 0xBF, TWO_MORE);
            case AFTER_F4 -> within(octet, 0x80, 0x8F, TWO_MORE);
            default -> INVALID;
        };
    }

    private static int within(int octet, int low, int high, int then) {
        return octet >= low && octet <= high ? then : INVALID;
    }

    private static int afterFirst(int octet) {
        if (octet <= 0x7F) {
            return COMPLETE;
        }
        if (octet < 0xC2 || octet > 0xF4) {
            return INVALID;
        }
        return switch (octet) {
            case 0xE0 -> AFTER_E0;
            case 0xED -> AFTER_ED;
            case 0xF0 -> AFTER_F0;
            case 0xF4 -> AFTER_F4;
            default -> octet < 0xE0 ? ONE_MORE : octet < 0xF0 ? TWO_MORE : THREE_MORE;
        };
    }
}
