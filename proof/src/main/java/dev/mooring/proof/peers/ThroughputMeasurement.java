package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.MeasuringClient.Echoed;
import dev.mooring.proof.peers.process.MeasuringClient.Opened;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.result.Metric;
import dev.mooring.proof.peers.result.Samples;
import dev.mooring.workbench.procfs.CpuTime;
import java.io.IOException;

/** What a handshake and an echoed message cost a server that has warmed up, as fast as it goes, without pings. */
record ThroughputMeasurement(Bench bench) implements Measurement {
    private static final double MICRO = 1e3;

    @Override
    public void measure(Peer peer, Samples.Round round) throws IOException, InterruptedException {
        try (RunningServer server = bench.start(peer, Bench.NO_PINGS);
                MeasuringClient client = bench.client(peer, server)) {
            measureHandshakes(server, client, round);
            measureEcho(server, client, round);
        }
    }

    /** Handshakes that do not count, and their ends. */
    static void warmUp(MeasuringClient client, PeersScale scale) throws IOException {
        for (int done = 0;
                done < scale.handshakes().warmUp();
                done += scale.handshakes().counted()) {
            client.open(scale.handshakes().counted());
            client.closeConnections();
            client.await(scale.pings().warmUp().dividedBy(8));
        }
    }

    private void measureHandshakes(RunningServer server, MeasuringClient client, Samples.Round round)
            throws IOException {
        PeersScale scale = bench.scale();
        warmUp(client, scale);
        bench.awaitCompilers(server, client);
        CpuTime before = server.cpuTime();
        Opened opened = client.open(scale.handshakes().counted());
        CpuTime after = server.cpuTime();
        double compiler =
                after.compilerNanosSince(before) / MICRO / scale.handshakes().counted();
        round.add(
                Metric.CPU_PER_HANDSHAKE,
                after.nanosSince(before) / MICRO / scale.handshakes().counted() - compiler);
        round.add(Metric.CPU_PER_HANDSHAKE_COMPILER, compiler);
        round.add(Metric.HANDSHAKES_PER_SECOND, scale.handshakes().counted() / opened.seconds());
        client.closeConnections();
    }

    private void measureEcho(RunningServer server, MeasuringClient client, Samples.Round round) throws IOException {
        PeersScale scale = bench.scale();
        client.open(scale.echoConnections());
        client.echo(scale.echoConnections(), scale.pings().warmUp().dividedBy(2));
        bench.awaitCompilers(server, client);
        CpuTime before = server.cpuTime();
        Echoed echoed =
                client.echo(scale.echoConnections(), scale.pings().window().dividedBy(2));
        CpuTime after = server.cpuTime();
        double compiler = after.compilerNanosSince(before);
        round.add(Metric.CPU_PER_MESSAGE, (after.nanosSince(before) - compiler) / MICRO / echoed.messages());
        round.add(Metric.MESSAGES_PER_SECOND, echoed.messages() / echoed.seconds());
        round.add(Metric.MESSAGE_P50, echoed.p50_us() / MICRO);
        round.add(Metric.MESSAGE_P99, echoed.p99_us() / MICRO);
    }
}
