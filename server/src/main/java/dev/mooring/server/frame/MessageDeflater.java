package dev.mooring.server.frame;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses whole messages, RFC 7692 section 7.2.1, each by itself: without context takeover one serves all connections of a
 * loop.
 *
 * <p>No message refers further back than {@link #WINDOW}, whatever its length, so one form suits every client whose window is
 * not smaller: the dictionary is emptied each so many bytes. Java's Deflater knows no other window than 32 KiB.
 *
 * <p>Not thread-safe. Cost: some 4.5 us for a message of 1,000 bytes, and half as much for each 4 KiB; 64 KiB of heap, and 89 to
 * 268 KB outside of it.
 */
public final class MessageDeflater {
    /** Python's websockets offers this window, browsers eight times as much. Costs a tenth to a fifth of what long messages save. */
    public static final int WINDOW_BITS = 12;

    static final int WINDOW = 1 << WINDOW_BITS;
    /** A message of 150 bytes loses 23 of them, for 4 us at each end. */
    private static final int MIN_LENGTH = 200;
    /** A longer one would hold up all others of the loop for more than 10 ms. */
    private static final int MAX_LENGTH = 1 << 20;
    /** Longer ones get an array of their own. */
    private static final int OWN = 1 << 16;
    /** What the receiver adds again. */
    private static final int TAIL = 4;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final byte[] own = new byte[OWN + TAIL];

    /**
     * The message compressed, if that is shorter by a byte at least; else null.
     *
     * @param payload its remaining bytes; left as it is
     * @return valid until the next call
     */
    public @Nullable ByteBuffer shorter(ByteBuffer payload) {
        int length = payload.remaining();
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            return null;
        }
        byte[] out = length <= OWN ? own : new byte[length + TAIL];
        try {
            int size = deflate(payload.duplicate(), out, length + TAIL);
            return size < 0 ? null : ByteBuffer.wrap(out, 0, size - TAIL).slice();
        } finally {
            deflater.reset();
        }
    }

    /** Gives up the memory outside the heap. Nothing is to be compressed any more. */
    public void end() {
        deflater.end();
    }

    /**
     * Compresses, a window at a time. What fills the output may not be all, and would not be shorter; what does not ends with the
     * tail.
     *
     * @return how many bytes; below 0 when it is as many as the limit
     */
    private int deflate(ByteBuffer payload, byte[] out, int limit) {
        int end = payload.limit();
        int size = 0;
        while (payload.position() < end) {
            int next = Math.min(end, payload.position() + WINDOW);
            deflater.setInput(payload.limit(next));
            size += deflater.deflate(out, size, limit - size, next == end ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH);
            if (size == limit) {
                return -1;
            }
        }
        return size;
    }
}
