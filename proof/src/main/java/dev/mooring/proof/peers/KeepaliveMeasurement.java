package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.MeasuringClient.Waited;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.result.Metric;
import dev.mooring.proof.peers.result.Samples;
import dev.mooring.workbench.procfs.CpuTime;
import java.io.IOException;

/**
 * The CPU that one ping and its pong cost, and what the process spends before anybody has connected.
 *
 * <p>The latter does not grow with the connections: at the rate of this measurement, thousands of pings a second, it is
 * small, and on a host with few connections it is most of what a server spends. Each ping's cost is shown with and without
 * its share of it.
 *
 * <p>A ping's CPU includes sending it, the loopback receive path of the client (charged to the sender), and the pong.
 *
 * <p>Windows are whole ping intervals and begin in a quiet moment, so that a server that pings in bursts is not cut in one.
 */
record KeepaliveMeasurement(Bench bench) implements Measurement {
    private static final double MICRO = 1e3;
    private static final double MILLIS_IN_SECOND = 1e3;

    @Override
    public void measure(Peer peer, Samples.Round round) throws IOException, InterruptedException {
        PeersScale scale = bench.scale();
        try (RunningServer server = bench.start(peer, scale.pings().interval());
                MeasuringClient client = bench.client(peer, server)) {
            double idle = measureIdle(server, client, round);
            client.open(scale.connections(), scale.pings().interval());
            client.await(scale.pings().warmUp());
            bench.awaitCompilers(server, client);
            client.awaitQuiet(scale.pings().interval());
            measureCpu(server, client, idle, round);
        }
    }

    /** The share of a CPU it takes with nothing to do. */
    private double measureIdle(RunningServer server, MeasuringClient client, Samples.Round round) throws IOException {
        client.await(bench.scale().idleSettling());
        CpuTime before = server.cpuTime();
        double seconds = client.await(bench.scale().idleWindow()).seconds();
        CpuTime after = server.cpuTime();
        double share = (after.nanosSince(before) - after.compilerNanosSince(before)) / 1e9 / seconds;
        round.add(Metric.IDLE_CPU, share * MILLIS_IN_SECOND);
        return share;
    }

    private void measureCpu(RunningServer server, MeasuringClient client, double idle, Samples.Round round)
            throws IOException {
        CpuTime before = server.cpuTime();
        Waited waited = client.awaitPings(bench.scale().pings().window());
        long pings = waited.received().pings();
        CpuTime after = server.cpuTime();
        double compiler = after.compilerNanosSince(before) / MICRO / pings;
        double ping = after.nanosSince(before) / MICRO / pings - compiler;
        double idlePart = idle * waited.seconds() * 1e9 / MICRO / pings;
        round.add(Metric.CPU_PER_PING, ping);
        round.add(Metric.CPU_PER_PING_IDLE, idlePart);
        round.add(Metric.CPU_PER_PING_ALONE, ping - idlePart);
        round.add(Metric.CPU_PER_PING_COMPILER, compiler);
        round.add(Metric.CPU_PER_PING_COLLECTOR, after.collectorNanosSince(before) / MICRO / pings);
    }
}
