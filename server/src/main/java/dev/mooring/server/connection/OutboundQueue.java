package dev.mooring.server.connection;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a peer has not yet taken: chunks in order. Exists only while there is something in it. Not thread-safe.
 */
final class OutboundQueue extends Held {
    private @Nullable Chunk head;
    private @Nullable Chunk tail;
    private long added;
    private long taken;
    /** How much had been added, and how far the peer had got, when it was last looked at. */
    private long addedAtMark;

    private long edgeAtMark;
    /** How often it was looked at since then. */
    private int looks;

    /** What is left of a TLS record of which a part is sent; it goes before everything else. */
    private @Nullable ByteBuffer record;

    private @Nullable ByteBuffer recordAtMark;

    OutboundQueue(Connection connection) {
        super(connection);
    }

    void add(Chunk chunk) {
        Chunk last = tail;
        if (last == null) {
            head = chunk;
        } else {
            last.next = chunk;
        }
        tail = chunk;
        if (added == 0) {
            // What it begins with is what the peer is asked about first.
            addedAtMark = chunk.remaining();
        }
        added += chunk.remaining();
        charged += chunk.charged();
    }

    /** The last chunk, if so many bytes more fit into it. */
    @Nullable
    OwnChunk roomFor(int count) {
        return tail instanceof OwnChunk last && last.fits(count) ? last : null;
    }

    /** Says that bytes were added to the last chunk. */
    void grown(int count) {
        added += count;
    }

    Chunk head() {
        return requireNonNull(head);
    }

    /**
     * Takes bytes off the head.
     *
     * @return the messages that have now been sent to their last byte
     */
    int taken(int count) {
        Chunk first = head();
        taken += count;
        return first.sent(count);
    }

    /** Drops the head, which is sent, and returns what it was charged. */
    long drop() {
        Chunk first = head();
        head = first.next;
        if (head == null) {
            tail = null;
        }
        charged -= first.charged();
        first.release();
        return first.charged();
    }

    boolean isEmpty() {
        return head == null && record == null;
    }

    long bytes() {
        return added - taken + (record == null ? 0 : record.remaining());
    }

    /** The rest of the record that is half sent, to be read from; null when there is none. */
    @Nullable
    ByteBuffer record() {
        return record;
    }

    /** Sets or takes away the rest of a record, for which the queue is charged so much more or less. */
    void record(@Nullable ByteBuffer rest, long cost) {
        if (rest != null && added == 0 && recordAtMark == null) {
            recordAtMark = rest;
        }
        record = rest;
        charged += cost;
    }

    /** Remembers how far the peer is. */
    void mark(long edge) {
        addedAtMark = added;
        recordAtMark = record;
        edgeAtMark = edge;
        looks = 0;
    }

    /** How often the peer has been found where it was, this time included. */
    int stoodStill() {
        return ++looks;
    }

    /** Whether the peer has taken all that was queued at the last {@link #mark}. */
    @SuppressWarnings("ReferenceEquality") // the question is whether it is still the same record
    boolean markPassed() {
        return taken >= addedAtMark && (recordAtMark == null || record != recordAtMark);
    }

    /** How far the peer has got since then, in bytes. */
    long progress(long edge) {
        return edge - edgeAtMark;
    }

    /** Gives everything up. */
    void release() {
        while (head != null) {
            drop();
        }
    }
}
