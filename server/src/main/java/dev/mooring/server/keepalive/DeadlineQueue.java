package dev.mooring.server.keepalive;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections that all have the same time to do something, first in, first due.
 *
 * <p>Nothing is removed when a connection does what it should: it is looked at when its time is up, and the caller
 * decides then whether it still matters. That makes a deadline cost two array writes and no timer. Not thread-safe.
 * Memory: 12 bytes per connection that entered within the last {@code limit}, given back when the queue runs empty.
 */
public final class DeadlineQueue<C> {
    private static final int SMALLEST = 16;

    private final long limit;
    private @Nullable Object[] entries = new Object[SMALLEST];
    private long[] dues = new long[SMALLEST];
    private int head;
    private int size;

    public DeadlineQueue(Duration limit) {
        this.limit = limit.toNanos();
    }

    /** Adds a connection whose time starts now; {@code now} never goes back. */
    public void add(C connection, long now) {
        if (size == entries.length) {
            resize(size << 1);
        }
        int tail = (head + size) & (entries.length - 1);
        entries[tail] = connection;
        dues[tail] = now + limit;
        size++;
    }

    /** Takes out every connection whose time is up. */
    public void expire(long now, Consumer<C> expired) {
        while (size > 0 && dues[head] - now <= 0) {
            C connection = first();
            entries[head] = null;
            head = (head + 1) & (entries.length - 1);
            size--;
            expired.accept(connection);
        }
        if (size == 0 && entries.length > SMALLEST) {
            resize(SMALLEST);
        }
    }

    public int size() {
        return size;
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private C first() {
        return (C) entries[head];
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
