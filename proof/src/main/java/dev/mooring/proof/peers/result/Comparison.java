package dev.mooring.proof.peers.result;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One run: all its servers, measured in turns.
 *
 * @param command what reproduces it
 * @param floor the column ratios are to
 */
public record Comparison(
        String command, int rounds, Machine machine, String sizes, List<Column> columns, Samples floor) {
    /**
     * One server.
     *
     * @param syscalls calls per ping by name, of the last round
     */
    public record Column(
            String name, String label, String version, Samples samples, SequencedMap<String, Double> syscalls) {}

    public Comparison {
        columns = List.copyOf(columns);
    }

    /** Which goals hold for one column, by metric; a metric that was not measured is absent. */
    public static Map<Metric, Boolean> verdicts(Samples samples, Samples floor) {
        Map<Metric, Boolean> verdicts = new EnumMap<>(Metric.class);
        Goal.ALL.forEach(goal -> goal.holds(samples, floor).ifPresent(holds -> verdicts.put(goal.metric(), holds)));
        return verdicts;
    }
}
