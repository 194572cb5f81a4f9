package dev.mooring.server.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts by two labels, each of few values that this program chose; those of labels never seen take no room. Thread-safe. */
public final class LabelledCounts {
    private final Map<Labels, LongAdder> counts = new ConcurrentHashMap<>();

    /** One more. */
    public void increment(String first, String second) {
        counts.computeIfAbsent(new Labels(first, second), _ -> new LongAdder()).increment();
    }

    /** All that were seen, in the order of their labels. */
    public Map<Labels, Long> all() {
        Map<Labels, Long> all = new TreeMap<>();
        counts.forEach((labels, count) -> all.put(labels, count.sum()));
        return all;
    }

    /** How many of these there were. */
    public long of(Labels labels) {
        LongAdder count = counts.get(labels);
        return count == null ? 0 : count.sum();
    }

    /** Values of two labels. */
    public record Labels(String first, String second) implements Comparable<Labels> {
        @Override
        public int compareTo(Labels other) {
            int byFirst = first.compareTo(other.first);
            return byFirst != 0 ? byFirst : second.compareTo(other.second);
        }
    }
}
