package dev.mooring.loadgenerator.frame;

import java.nio.ByteBuffer;

/**
 * What a decoder has to know of a message between two of its frames, in one number, so that a connection needs no object
 * for it: none, binary, or text and how far its last character has come. UTF-8 as RFC 3629 section 4 has it.
 */
final class OpenMessage {
    static final int NONE = 0;
    static final int BINARY = 1;
    /** Text that ends with a whole character. Above it: {@code missing << 17 | lowest << 9 | highest << 1} of the next byte. */
    static final int TEXT = 2;

    static final int INVALID = -1;

    private static final long NOT_ASCII = 0x8080808080808080L;

    private OpenMessage() {}

    static boolean isText(int state) {
        return state >= TEXT;
    }

    /** The state behind further bytes of a text; {@link #INVALID} when they are no UTF-8. Consumes nothing. */
    static int behind(int state, ByteBuffer bytes) {
        int next = state;
        int at = bytes.position();
        int end = bytes.limit();
        while (at < end) {
            if (next == TEXT && end - at >= Long.BYTES && (bytes.getLong(at) & NOT_ASCII) == 0) {
                at += Long.BYTES;
            } else {
                next = behind(next, bytes.get(at++) & 0xff);
                if (next == INVALID) {
                    return INVALID;
                }
            }
        }
        return next;
    }

    private static int behind(int state, int value) {
        if (state == TEXT) {
            return first(value);
        }
        int missing = state >>> 17;
        int lowest = state >>> 9 & 0xff;
        int highest = state >>> 1 & 0xff;
        if (value < lowest || value > highest) {
            return INVALID;
        }
        return missing == 1 ? TEXT : within(missing - 1, 0x80, 0xbf);
    }

    private static int first(int value) {
        if (value < 0x80) {
            return TEXT;
        }
        if (value < 0xc2 || value > 0xf4) {
            return INVALID;
        }
        if (value < 0xe0) {
            return within(1, 0x80, 0xbf);
        }
        return switch (value) {
            case 0xe0 -> within(2, 0xa0, 0xbf);
            case 0xed -> within(2, 0x80, 0x9f);
            case 0xf0 -> within(3, 0x90, 0xbf);
            case 0xf4 -> within(3, 0x80, 0x8f);
            default -> within(value < 0xf0 ? 2 : 3, 0x80, 0xbf);
        };
    }

    private static int within(int missing, int lowest, int highest) {
        return missing << 17 | lowest << 9 | highest << 1;
    }
}
