package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.result.Metric;
import dev.mooring.proof.peers.result.Samples;
import dev.mooring.proof.reading.CpuTime;
import java.io.IOException;

/**
 * The CPU that one ping and its pong cost.
 *
 * <p>A ping's CPU includes sending it, the loopback receive path of the client (charged to the sender), and the pong.
 *
 * <p>Windows are whole ping intervals and begin in a quiet moment, so that a server that pings in bursts is not cut in one.
 */
record KeepaliveMeasurement(Bench bench) implements Measurement {
    private static final double MICRO = 1e3;

    @Override
    public void measure(Peer peer, Samples.Round round) throws IOException, InterruptedException {
        Sizes sizes = bench.sizes();
        try (RunningServer server = bench.start(peer, sizes.pingInterval());
                MeasuringClient client = bench.client(server)) {
            client.open(sizes.connections(), sizes.pingInterval());
            client.await(sizes.warmUp());
            client.awaitQuiet(sizes.pingInterval());
            measureCpu(server, client, round);
        }
    }

    private void measureCpu(RunningServer server, MeasuringClient client, Samples.Round round) throws IOException {
        CpuTime before = server.cpuTime();
        long pings = client.awaitPings(bench.sizes().window()).pings();
        CpuTime after = server.cpuTime();
        double compiler = after.compilerNanosSince(before) / MICRO / pings;
        round.add(Metric.CPU_PER_PING, after.nanosSince(before) / MICRO / pings - compiler);
        round.add(Metric.CPU_PER_PING_COMPILER, compiler);
        round.add(Metric.CPU_PER_PING_COLLECTOR, after.collectorNanosSince(before) / MICRO / pings);
    }
}
