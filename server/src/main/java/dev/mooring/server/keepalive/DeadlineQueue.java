package dev.mooring.server.keepalive;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Connections that all have the same time to do something, first in, first due.
 *
 * <p>Nothing is removed at the moment a connection does what it should: it is dropped when the queue is full, or looked
 * at when its time is up. That makes a deadline cost two array writes and no timer. Not thread-safe. Memory: 12 to 48
 * bytes per connection that still has something to do, given back when the queue runs empty.
 */
public final class DeadlineQueue<C> {
    private static final int MIN_CAPACITY = 16;

    private final long limitNanos;
    private final Predicate<C> waiting;
    private @Nullable Object[] entries = new Object[MIN_CAPACITY];
    private long[] dues = new long[MIN_CAPACITY];
    private int head;
    private int size;

    /**
     * An empty queue.
     *
     * @param limit the time each connection has
     * @param waiting whether a connection's time still matters; asked when the queue is full, and one entry of the
     *     connection's is dropped when it says no
     */
    public DeadlineQueue(Duration limit, Predicate<C> waiting) {
        limitNanos = limit.toNanos();
        this.waiting = waiting;
    }

    /** Adds a connection whose time starts now; {@code now} never goes back. */
    public void add(C connection, long now) {
        if (size == entries.length) {
            compact();
            if (size > entries.length >> 1) {
                resize(entries.length << 1);
            }
        }
        int tail = (head + size) & (entries.length - 1);
        entries[tail] = connection;
        dues[tail] = now + limitNanos;
        size++;
    }

    /** Takes out every connection whose time is up. */
    public void expire(long now, Consumer<C> expired) {
        while (size > 0 && dues[head] - now <= 0) {
            C connection = at(head);
            dropHead();
            expired.accept(connection);
        }
        if (size == 0 && entries.length > MIN_CAPACITY) {
            resize(MIN_CAPACITY);
        }
    }

    /** The first connection whose time still matters, left where it is; null when there is none. */
    public @Nullable C oldest() {
        while (size > 0) {
            C connection = at(head);
            if (waiting.test(connection)) {
                return connection;
            }
            dropHead();
        }
        return null;
    }

    public int size() {
        return size;
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private C at(int index) {
        return (C) entries[index];
    }

    private void dropHead() {
        entries[head] = null;
        head = (head + 1) & (entries.length - 1);
        size--;
    }

    private void compact() {
        int mask = entries.length - 1;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int from = (head + i) & mask;
            int to = (head + kept) & mask;
            C connection = at(from);
            long due = dues[from];
            entries[from] = null;
            if (waiting.test(connection)) {
                entries[to] = connection;
                dues[to] = due;
                kept++;
            }
        }
        size = kept;
    }

    private void resize(int capacity) {
        @Nullable Object[] moved = new Object[capacity];
        long[] movedDues = new long[capacity];
        int run = Math.min(size, entries.length - head);
        System.arraycopy(entries, head, moved, 0, run);
        System.arraycopy(entries, 0, moved, run, size - run);
        System.arraycopy(dues, head, movedDues, 0, run);
        System.arraycopy(dues, 0, movedDues, run, size - run);
        Arrays.fill(entries, null);
        entries = moved;
        dues = movedDues;
        head = 0;
    }
}
