package dev.mooring.workbench.procfs;

import static java.util.stream.Collectors.toMap;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Live objects by class, as {@code jcmd PID GC.class_histogram} prints them after a full collection.
 *
 * @param rows largest first
 * @param totalBytes the bytes of all live objects, without fillers
 */
public record ClassHistogram(List<Row> rows, long totalBytes) {
    /** What a collector puts into gaps so that the heap can be walked: space between objects, not objects. */
    private static final String FILLERS = "jdk.internal.vm.Filler";

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
        return new ClassHistogram(rows, total - bytesOfFillers(rows));
    }

    /** The classes that grew most since an earlier histogram, as bytes for each of {@code count} connections. */
    public SequencedMap<String, Double> growthSince(ClassHistogram earlier, int count, int most) {
        Map<String, Long> before = earlier.rows().stream().collect(toMap(Row::className, Row::bytes, Long::sum));
        SequencedMap<String, Double> growth = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> !row.className().contains(FILLERS))
                .map(row -> new Row(
                        row.className(), row.instances(), row.bytes() - before.getOrDefault(row.className(), 0L)))
                .sorted(Comparator.comparingLong(Row::bytes).reversed())
                .limit(most)
                .forEach(row -> growth.put(row.className(), (double) row.bytes() / count));
        return growth;
    }

    private static long bytesOfFillers(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.className().contains(FILLERS))
                .mapToLong(Row::bytes)
                .sum();
    }
}
