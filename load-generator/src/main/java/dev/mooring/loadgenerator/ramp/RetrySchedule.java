package dev.mooring.loadgenerator.ramp;

import java.util.Map;
import java.util.TreeMap;

/**
 * The tries to connect again that are still to come, as counts: tries due in the same millisecond after the same number
 * of failures are one entry, so a million lost connections need an entry per millisecond, not an object each.
 *
 * <p>Not thread-safe; one per event loop.
 */
public final class RetrySchedule {
    private static final int MAX_FAILURES = 255;

    private final TreeMap<Long, Integer> countByDue = new TreeMap<>();

    /** Receives the tries that are due. */
    @FunctionalInterface
    public interface Starter {
        void start(long dueMillis, int failures);
    }

    public void add(long dueMillis, int failures) {
        countByDue.merge(dueMillis << 8 | Math.min(failures, MAX_FAILURES), 1, Integer::sum);
    }

    /** Takes out and starts every try that is due. */
    public void startDue(long nowMillis, Starter starter) {
        while (!countByDue.isEmpty() && countByDue.firstKey() >> 8 <= nowMillis) {
            Map.Entry<Long, Integer> entry = countByDue.pollFirstEntry();
            for (int i = 0; i < entry.getValue(); i++) {
                starter.start(entry.getKey() >> 8, (int) (entry.getKey() & MAX_FAILURES));
            }
        }
    }

    public boolean isEmpty() {
        return countByDue.isEmpty();
    }
}
