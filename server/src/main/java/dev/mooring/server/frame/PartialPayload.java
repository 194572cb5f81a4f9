package dev.mooring.server.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Payload put aside until the rest arrives, in an array that doubles with what has arrived, never with what was announced.
 *
 * <p>Holds no array while empty.
 */
final class PartialPayload {
    private static final byte[] NOTHING = {};
    private static final int MIN_CAPACITY = 128;
    /** An array's header, and what rounds its size up to eight. */
    private static final int ARRAY = 16 + 7;

    private int limit;
    private byte[] bytes = NOTHING;
    private int size;

    /** The caller never appends more than {@code limit} bytes in all. */
    PartialPayload(int limit) {
        this.limit = limit;
    }

    /** Another bound, while it is empty. */
    void limit(int most) {
        limit = most;
    }

    int limit() {
        return limit;
    }

    /** The memory that {@link #append} takes beside what is held, in bytes; 0 when it fits. */
    long growth(int count) {
        return count > bytes.length - size ? cost(capacityFor(count)) : 0;
    }

    void append(ByteBuffer source, int from, int to) {
        int count = to - from;
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, capacityFor(count));
        }
        source.get(from, bytes, size, count);
        size += count;
    }

    /** What is held, in bytes of memory. */
    long held() {
        return bytes.length == 0 ? 0 : cost(bytes.length);
    }

    private int capacityFor(int count) {
        long wanted = Math.max(MIN_CAPACITY, Math.max(size + (long) count, 2L * bytes.length));
        return (int) Math.min(limit, wanted);
    }

    private static long cost(int capacity) {
        return (capacity + (long) ARRAY) & -8L;
    }

    void release() {
        bytes = NOTHING;
        size = 0;
    }

    int size() {
        return size;
    }

    /** A view of everything held and nothing else; it outlives {@link #release}. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, size).slice();
    }
}
