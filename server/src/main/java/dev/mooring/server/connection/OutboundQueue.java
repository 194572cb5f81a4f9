package dev.mooring.server.connection;

import java.util.ArrayDeque;

/**
 * What a peer has not yet taken: whole arrays in order, the first perhaps partly sent.
 *
 * <p>Exists only while there is something in it. Not thread-safe. An array may be shared between the queues of many
 * connections and is never written to; each queue still counts it in full.
 */
final class OutboundQueue {
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>(2);
    private int headOffset;
    private long added;
    private long taken;
    private long dueMark;
    private long markedAt;

    /** Adds the bytes from {@code offset} on; the array is kept, not copied. */
    void add(byte[] chunk, int offset) {
        if (chunks.isEmpty()) {
            headOffset = offset;
            added += chunk.length - offset;
        } else {
            // Only a queue's first chunk can be partly sent, so a later one starts at 0.
            assert offset == 0;
            added += chunk.length;
        }
        chunks.add(chunk);
    }

    byte[] head() {
        return chunks.element();
    }

    int headOffset() {
        return headOffset;
    }

    /** Takes bytes off the head. */
    void taken(int count) {
        taken += count;
        headOffset += count;
        if (headOffset == head().length) {
            chunks.remove();
            headOffset = 0;
        }
    }

    long bytes() {
        return added - taken;
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** Remembers what is queued now, to be asked about with {@link #markPassed} a slow timeout later. */
    void mark(long now) {
        dueMark = added;
        markedAt = now;
    }

    long markedAt() {
        return markedAt;
    }

    /** Whether the peer has taken all that was queued at the last {@link #mark}. */
    boolean markPassed() {
        return taken >= dueMark;
    }
}
