package dev.mooring.loadgenerator.ramp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Items that all wait equally long: the oldest expires first, so a first-in-first-out queue is enough and no item needs
 * a timer of its own.
 *
 * <p>Not thread-safe. Cost: one 24-byte entry from {@link #add} until the item is done and older ones are too.
 */
public final class DeadlineQueue<T> {
    private final long waitNanos;
    private final ArrayDeque<Entry<T>> entries = new ArrayDeque<>();

    private record Entry<T>(T item, long deadlineNanos) {}

    public DeadlineQueue(Duration wait) {
        waitNanos = wait.toNanos();
    }

    public void add(T item, long nowNanos) {
        entries.add(new Entry<>(item, nowNanos + waitNanos));
    }

    /** Drops items that no longer wait, and hands over those whose time is up. */
    public void expire(long nowNanos, Predicate<T> waiting, Consumer<T> expired) {
        while (!entries.isEmpty()) {
            Entry<T> oldest = entries.getFirst();
            boolean waits = waiting.test(oldest.item());
            if (waits && oldest.deadlineNanos() - nowNanos > 0) {
                return;
            }
            entries.removeFirst();
            if (waits) {
                expired.accept(oldest.item());
            }
        }
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
