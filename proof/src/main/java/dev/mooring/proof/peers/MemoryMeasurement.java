package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.result.Metric;
import dev.mooring.proof.peers.result.Samples;
import dev.mooring.workbench.procfs.ResidentMemory;
import java.io.IOException;

/**
 * What a connection keeps in memory, as the slope between few and many connections.
 *
 * <p>The server is warm before the slope, its compilers rest before each reading, and a little longer: HotSpot keeps what
 * they worked in, some 14 MiB, in pools that it empties every five seconds. Then Mooring, which trims its native memory as
 * often, is asked to do so: what a compiler took while thousands connected is no connection's.
 *
 * <p>A Java peer is started twice: reading live objects forces a collection, which would change the RSS read later.
 */
record MemoryMeasurement(Bench bench) implements Measurement {
    private static final double MEBI = 1 << 20;

    @Override
    public void measure(Peer peer, Samples.Round round) throws IOException, InterruptedException {
        measureResident(peer, round);
        if (peer.memory() == Peer.Memory.JAVA_HEAP) {
            round.add(Metric.STATE_PER_CONNECTION, liveHeapSlope(peer));
        }
    }

    private void measureResident(Peer peer, Samples.Round round) throws IOException, InterruptedException {
        PeersScale scale = bench.scale();
        try (RunningServer server = bench.start(peer, scale.pings().interval());
                MeasuringClient client = bench.client(peer, server)) {
            client.await(scale.pings().warmUp().dividedBy(4));
            ResidentMemory none = settled(peer, server, client);
            ThroughputMeasurement.warmUp(client, scale);
            client.open(scale.fewConnections());
            client.await(scale.pings().interval());
            ResidentMemory few = settled(peer, server, client);
            client.open(scale.connections() - scale.fewConnections());
            client.await(scale.pings().interval());
            ResidentMemory many = settled(peer, server, client);
            round.add(Metric.FIXED_RESIDENT, none.resident().count() / MEBI);
            round.add(
                    Metric.RESIDENT_PER_CONNECTION,
                    slope(few.resident().count(), many.resident().count()));
            if (peer.memory() == Peer.Memory.PROCESS) {
                round.add(
                        Metric.STATE_PER_CONNECTION,
                        slope(few.unshared().count(), many.unshared().count()));
            }
        }
    }

    private ResidentMemory settled(Peer peer, RunningServer server, MeasuringClient client)
            throws IOException, InterruptedException {
        bench.awaitCompilers(server, client);
        client.await(bench.scale().poolSettling());
        if (peer.trimsItsMemory()) {
            server.trimNativeMemory();
        }
        return server.memory();
    }

    private double liveHeapSlope(Peer peer) throws IOException, InterruptedException {
        PeersScale scale = bench.scale();
        try (RunningServer server = bench.start(peer, scale.pings().interval());
                MeasuringClient client = bench.client(peer, server)) {
            client.open(scale.fewConnections());
            client.await(scale.pings().warmUp().dividedBy(4));
            long few = server.classHistogram().totalBytes();
            client.open(scale.connections() - scale.fewConnections());
            client.await(scale.pings().warmUp().dividedBy(4));
            return slope(few, server.classHistogram().totalBytes());
        }
    }

    private double slope(long few, long many) {
        return (double) (many - few)
                / (bench.scale().connections() - bench.scale().fewConnections());
    }
}
