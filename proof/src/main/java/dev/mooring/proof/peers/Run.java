package dev.mooring.proof.peers;

import dev.mooring.proof.peers.result.Comparison;
import dev.mooring.proof.peers.result.Machine;
import dev.mooring.proof.peers.result.Samples;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * All rounds of all peers, interleaved: each part of a round goes through the peers before the next part begins.
 *
 * <p>So a floor and a peer that are compared ran within a minute of each other, on the same machine in the same mood.
 */
final class Run {
    private final Bench bench;
    private final List<Peer> peers;
    private final PrintWriter progress;
    private final SequencedMap<Peer, Samples> samples = new LinkedHashMap<>();
    private final Map<String, SequencedMap<String, Double>> syscalls = new HashMap<>();

    Run(Bench bench, List<Peer> peers, PrintWriter progress) {
        this.bench = bench;
        this.peers = peers;
        this.progress = progress;
        peers.forEach(peer -> samples.put(peer, new Samples()));
    }

    Comparison measure(String command, int rounds, Machine machine) throws IOException, InterruptedException {
        for (Peer peer : peers) {
            peer.build(bench.workplace(), bench.children());
        }
        for (int round = 1; round <= rounds; round++) {
            measureRound(round, rounds);
        }
        return new Comparison(
                command, rounds, machine.after(), bench.sizes().text(), columns(), samplesOf(FloorPeer.NAME));
    }

    private void measureRound(int round, int rounds) throws IOException, InterruptedException {
        List<Measurement> parts = List.of(
                new MemoryMeasurement(bench),
                new KeepaliveMeasurement(bench, syscalls),
                new ThroughputMeasurement(bench));
        for (Measurement part : parts) {
            for (Peer peer : peers) {
                progress.printf(
                        "round %d of %d: %s, %s%n",
                        round, rounds, part.getClass().getSimpleName().replace("Measurement", ""), peer.label());
                progress.flush();
                part.measure(peer, samplesOf(peer.name()));
            }
        }
    }

    private List<Comparison.Column> columns() {
        return samples.entrySet().stream()
                .map(entry -> new Comparison.Column(
                        entry.getKey().name(),
                        entry.getKey().label(),
                        entry.getKey().version(),
                        entry.getValue(),
                        syscalls.getOrDefault(entry.getKey().name(), Collections.emptyNavigableMap())))
                .toList();
    }

    /** Without the floor among the peers there is nothing to take ratios to. */
    private Samples samplesOf(String name) {
        return samples.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(Samples::new);
    }
}
