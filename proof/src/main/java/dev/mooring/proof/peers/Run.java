package dev.mooring.proof.peers;

import dev.mooring.proof.peers.result.Comparison;
import dev.mooring.proof.peers.result.Samples;
import dev.mooring.proof.peers.result.Setup;
import dev.mooring.workbench.process.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All rounds of all peers, interleaved: each part of a round goes through the peers before the next part begins.
 *
 * <p>So a floor and a peer that are compared ran within minutes of each other, on the same machine in the same mood. What
 * does not depend on that mood, memory and system calls, is measured in the first round only.
 *
 * <p>A peer that fails in one part does not end the run: the report names the failure, and its sample is missing.
 */
final class Run {
    private final Bench bench;
    private final SequencedMap<String, Peer> peers;
    private final Set<Part> wanted;
    private final PrintWriter progress;
    private final Map<String, String> versions = new HashMap<>();
    private final Map<String, Samples> samples = new HashMap<>();
    private final Map<String, SequencedMap<String, Double>> syscalls = new HashMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Run(Bench bench, List<Peer> peers, Set<Part> wanted, PrintWriter progress) {
        this.bench = bench;
        this.wanted = Set.copyOf(wanted);
        this.progress = progress;
        this.peers = new LinkedHashMap<>();
        peers.forEach(peer -> this.peers.put(peer.name(), peer));
    }

    /** Makes every peer ready, or refuses for the first that cannot be made. */
    void build() throws IOException, InterruptedException {
        for (Peer peer : peers.sequencedValues()) {
            build(peer);
        }
    }

    /** Makes every peer ready that can be made here, and leaves out the others. */
    void buildAvailable() throws InterruptedException {
        for (Peer peer : List.copyOf(peers.sequencedValues())) {
            try {
                build(peer);
            } catch (IOException | RuntimeException missing) {
                peers.remove(peer.name());
                note(leftOut, peer.label() + ": " + missing.getMessage());
            }
        }
    }

    Comparison measure(String command, int rounds, Provenance machine) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (Measurement part : parts(round)) {
                for (Peer peer : peers.sequencedValues()) {
                    // Again only what is compared with another build: of the others the first round says enough.
                    if (round == 1 || !(part instanceof MemoryMeasurement) || peer instanceof MooringPeer) {
                        measure(part, peer, round, rounds);
                    }
                }
            }
        }
        return new Comparison(
                new Setup(command, rounds, machine.after(), bench.scale().text()),
                peers.sequencedValues().stream().map(this::column).toList(),
                leftOut,
                failures);
    }

    private void build(Peer peer) throws IOException, InterruptedException {
        peer.build(bench.workspace(), bench.children());
        versions.put(peer.name(), peer.version(bench.children()));
        samples.put(peer.name(), new Samples());
    }

    private List<Measurement> parts(int round) {
        return Stream.of(Part.values())
                .filter(wanted::contains)
                .flatMap(part -> measurements(part, round))
                .toList();
    }

    private Stream<Measurement> measurements(Part part, int round) {
        return switch (part) {
            case STATE -> state(round);
            case KEEPALIVE -> Stream.of(new KeepaliveMeasurement(bench));
            case THROUGHPUT -> Stream.of(new ThroughputMeasurement(bench));
            case BROADCAST -> Stream.of(new BroadcastMeasurement(bench));
            case TOPIC -> Stream.of(new TopicMeasurement(bench));
            case PUSH -> Stream.of(new PushLatencyMeasurement(bench), new PushRateMeasurement(bench));
        };
    }

    private Stream<Measurement> state(int round) {
        Stream<Measurement> memory = Stream.of(new MemoryMeasurement(bench));
        if (round == 1) {
            return Stream.concat(Stream.of(new SyscallMeasurement(bench, syscalls)), memory);
        }
        // A slope of resident memory differs by some percent from run to run, and is compared with another build's.
        return peers.containsKey(MooringPeer.BASELINE) ? memory : Stream.empty();
    }

    private void measure(Measurement part, Peer peer, int round, int rounds) throws InterruptedException {
        String name = part.getClass().getSimpleName().replace("Measurement", "");
        progress.printf("round %d of %d: %s, %s%n", round, rounds, name, peer.label());
        progress.flush();
        try {
            part.measure(peer, samples.getOrDefault(peer.name(), new Samples()).round(round));
        } catch (IOException | IllegalArgumentException failure) {
            note(failures, peer.label() + ", " + name + ", round " + round + ": " + failure.getMessage());
        }
    }

    private void note(List<String> notes, String note) {
        notes.add(note);
        progress.println(note);
        progress.flush();
    }

    private Comparison.Column column(Peer peer) {
        return new Comparison.Column(
                peer.name(),
                peer.label(),
                versions.getOrDefault(peer.name(), ""),
                samples.getOrDefault(peer.name(), new Samples()),
                syscalls.getOrDefault(peer.name(), Collections.emptyNavigableMap()),
                samples.getOrDefault(peer.overTls() ? SecureFloorPeer.NAME : FloorPeer.NAME, new Samples()));
    }
}
