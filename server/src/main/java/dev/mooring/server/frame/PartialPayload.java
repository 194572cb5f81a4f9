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
    private static final int SMALLEST = 128;

    private final int limit;
    private byte[] bytes = NOTHING;
    private int size;

    /** The caller never appends more than {@code limit} bytes in all. */
    PartialPayload(int limit) {
        this.limit = limit;
    }

    void append(ByteBuffer source, int from, int to) {
        int count = to - from;
        if (count > bytes.length - size) {
            long wanted = Math.max(SMALLEST, Math.max(size + (long) count, 2L * bytes.length));
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, wanted));
        }
        source.get(from, bytes, size, count);
        size += count;
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
