package dev.mooring.engineredis.resp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * One reply of the engine, read where it lies: nothing is allocated for it. Used again for the next one. Not thread-safe.
 *
 * <p>It is a line, a number, a string, or an array of a few of those; what the commands that are sent never get, an array in an
 * array or more than {@link #MAX_ELEMENTS}, is refused, as is a string of more than {@link #MAX_LENGTH}.
 */
public final class Reply {
    public static final int MAX_ELEMENTS = 16;
    /** Of a string, in bytes: more than any message that a host may publish. */
    public static final int MAX_LENGTH = 16 << 20;

    private static final int MAX_LINE = 64 << 10;
    private static final int INCOMPLETE = -1;

    private final byte[][] in = new byte[MAX_ELEMENTS][];
    private final byte[] kinds = new byte[MAX_ELEMENTS];
    private final int[] starts = new int[MAX_ELEMENTS];
    private final int[] ends = new int[MAX_ELEMENTS];
    private int count;
    private boolean array;

    /**
     * Reads the reply that begins at {@code from}.
     *
     * @return where the next one begins; below 0 when bytes are missing, and it is to be read again with more
     * @throws ReplyException when it is none
     */
    public int read(byte[] bytes, int from, int to) throws ReplyException {
        if (from >= to) {
            return INCOMPLETE;
        }
        array = bytes[from] == '*';
        if (!array) {
            count = 1;
            return element(0, bytes, from, to);
        }
        int line = lineEnd(bytes, from, to);
        if (line < 0) {
            return INCOMPLETE;
        }
        long length = number(bytes, from + 1, line);
        if (length > MAX_ELEMENTS) {
            throw new ReplyException("an array of " + length + " elements is more than " + MAX_ELEMENTS);
        }
        count = (int) Math.max(0, length);
        int next = line + 2;
        for (int element = 0; element < count && next >= 0; element++) {
            next = element(element, bytes, next, to);
        }
        return next;
    }

    public boolean isArray() {
        return array;
    }

    /** How many elements it has; one that is no array has one, itself. */
    public int size() {
        return count;
    }

    public boolean isError() {
        return !array && kinds[0] == '-';
    }

    /** Whether the element is a number. */
    public boolean isNumber(int element) {
        return kinds[element] == ':';
    }

    public boolean isNull(int element) {
        return starts[element] < 0;
    }

    /** The number that the element is. */
    public long number(int element) throws ReplyException {
        return number(in[element], starts[element], ends[element]);
    }

    /** Where the element's bytes begin in those that were read. */
    public int start(int element) {
        return starts[element];
    }

    public int length(int element) {
        return ends[element] - starts[element];
    }

    /** Whether the element's bytes are these. */
    public boolean is(int element, byte[] text) {
        return starts[element] >= 0 && Arrays.equals(in[element], starts[element], ends[element], text, 0, text.length);
    }

    /** The element as text, empty where it is null. */
    public String text(int element) {
        return starts[element] < 0 ? "" : new String(in[element], starts[element], length(element), UTF_8);
    }

    private int element(int element, byte[] bytes, int from, int to) throws ReplyException {
        if (from >= to) {
            return INCOMPLETE;
        }
        byte kind = bytes[from];
        if (kind != '+' && kind != '-' && kind != ':' && kind != '$') {
            throw new ReplyException("a reply begins with byte " + kind + ", which RESP2 does not know here");
        }
        int line = lineEnd(bytes, from, to);
        if (line < 0) {
            return INCOMPLETE;
        }
        in[element] = bytes;
        kinds[element] = kind;
        if (kind != '$') {
            starts[element] = from + 1;
            ends[element] = line;
            return line + 2;
        }
        long length = number(bytes, from + 1, line);
        if (length < 0) {
            starts[element] = -1;
            ends[element] = -1;
            return line + 2;
        }
        if (length > MAX_LENGTH) {
            throw new ReplyException("a string of " + length + " bytes is more than " + MAX_LENGTH);
        }
        starts[element] = line + 2;
        ends[element] = line + 2 + (int) length;
        if (ends[element] + 2 > to) {
            return INCOMPLETE;
        }
        if (bytes[ends[element]] != '\r' || bytes[ends[element] + 1] != '\n') {
            throw new ReplyException("a string does not end where it should");
        }
        return ends[element] + 2;
    }

    /** Where the line's CR is; below 0 when it has not come. */
    private static int lineEnd(byte[] bytes, int from, int to) throws ReplyException {
        for (int at = from; at < to - 1; at++) {
            if (bytes[at] == '\r') {
                if (bytes[at + 1] != '\n') {
                    throw new ReplyException("a line has a CR without LF");
                }
                return at;
            }
            if (at - from > MAX_LINE) {
                throw new ReplyException("a line is longer than " + MAX_LINE + " bytes");
            }
        }
        return INCOMPLETE;
    }

    private static long number(byte[] bytes, int from, int to) throws ReplyException {
        boolean negative = from < to && bytes[from] == '-';
        int first = negative ? from + 1 : from;
        if (first == to || to - first > 18) {
            throw new ReplyException("a number has " + (to - first) + " digits");
        }
        long number = 0;
        for (int at = first; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                throw new ReplyException("a number has byte " + bytes[at]);
            }
            number = 10 * number + digit;
        }
        return negative ? -number : number;
    }
}
