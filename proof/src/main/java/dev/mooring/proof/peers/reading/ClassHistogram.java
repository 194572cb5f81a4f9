package dev.mooring.proof.peers.reading;

import java.util.List;

/**
 * Live objects by class, as {@code jcmd PID GC.class_histogram} prints them after a full collection.
 *
 * @param rows largest first
 * @param totalBytes the bytes of all live objects
 */
public record ClassHistogram(List<Row> rows, long totalBytes) {
    /** All live objects of one class. */
    public record Row(String className, long instances, long bytes) {}

    public ClassHistogram {
        rows = List.copyOf(rows);
    }

    public static ClassHistogram parse(String text) {
        List<String[]> lines =
                text.lines().map(line -> line.strip().split("\\s+")).toList();
        List<Row> rows = lines.stream()
                .filter(words -> words.length >= 4 && words[0].matches("\\d+:"))
                .map(words -> new Row(words[3], Long.parseLong(words[1]), Long.parseLong(words[2])))
                .toList();
        long total = lines.stream()
                .filter(words -> words.length == 3 && "Total".equals(words[0]))
                .mapToLong(words -> Long.parseLong(words[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no Total line in the class histogram: " + text));
        return new ClassHistogram(rows, total);
    }
}
