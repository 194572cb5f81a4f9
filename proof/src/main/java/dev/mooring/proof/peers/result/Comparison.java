package dev.mooring.proof.peers.result;

import java.util.List;
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
}
