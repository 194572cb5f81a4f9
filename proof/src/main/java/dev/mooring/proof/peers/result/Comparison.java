package dev.mooring.proof.peers.result;

import java.util.List;
import java.util.SequencedMap;

/**
 * One run: all its servers, measured in turns.
 *
 * @param leftOut servers that could not be built here, each with the reason
 * @param failures parts of a round that a server did not get through; their samples are missing
 */
public record Comparison(Setup setup, List<Column> columns, List<String> leftOut, List<String> failures) {
    /**
     * One server.
     *
     * @param syscalls calls per ping by name, of the first round
     * @param floor that its ratios are to: the least that its clients' protocol costs
     */
    public record Column(
            String name,
            String label,
            String version,
            Samples samples,
            SequencedMap<String, Double> syscalls,
            Samples floor) {}

    public Comparison {
        columns = List.copyOf(columns);
        leftOut = List.copyOf(leftOut);
        failures = List.copyOf(failures);
    }
}
