package dev.mooring.workbench.procfs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Calls by name, as {@code strace -c} counts them.
 *
 * @param calls in the order of the report: most time first
 */
public record SyscallCounts(SequencedMap<String, Long> calls) {
    private static final int CALLS_COLUMN = 3;

    public static SyscallCounts parse(String text) {
        SequencedMap<String, Long> calls = new LinkedHashMap<>();
        text.lines().map(line -> line.strip().split("\\s+")).forEach(words -> {
            String name = words[words.length - 1];
            if (words.length > CALLS_COLUMN + 1 && words[0].matches("[\\d.,]+") && !"total".equals(name)) {
                calls.put(name, Long.valueOf(words[CALLS_COLUMN]));
            }
        });
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("no calls in the strace report: " + text);
        }
        return new SyscallCounts(calls);
    }

    public long total() {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Calls per event, most frequent first, without those below one in a hundred. */
    public SequencedMap<String, Double> per(long events) {
        SequencedMap<String, Double> rates = new LinkedHashMap<>();
        calls.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .filter(call -> call.getValue() * 100 >= events)
                .forEach(call -> rates.put(call.getKey(), (double) call.getValue() / events));
        return rates;
    }
}
