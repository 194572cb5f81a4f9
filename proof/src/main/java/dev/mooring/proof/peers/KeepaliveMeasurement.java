package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.process.SyscallTrace;
import dev.mooring.proof.peers.result.Metric;
import dev.mooring.proof.peers.result.Samples;
import dev.mooring.proof.reading.CpuTime;
import dev.mooring.proof.reading.SyscallCounts;
import java.io.IOException;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What one ping and its pong cost: CPU first, then system calls while strace slows the server down.
 *
 * <p>A ping's CPU includes sending it, the loopback receive path of the client (charged to the sender), and the pong.
 *
 * Windows are whole ping intervals and begin in a quiet moment, so that a server that pings in bursts is not cut in one.
 *
 * @param syscalls filled with the calls per ping by name, by peer
 */
record KeepaliveMeasurement(Bench bench, Map<String, SequencedMap<String, Double>> syscalls) implements Measurement {
    private static final double MICRO = 1e3;

    @Override
    public void measure(Peer peer, Samples samples) throws IOException, InterruptedException {
        Sizes sizes = bench.sizes();
        try (RunningServer server = bench.start(peer, sizes.pingInterval());
                MeasuringClient client = bench.client(server)) {
            client.open(sizes.connections(), sizes.pingInterval());
            client.await(sizes.warmUp());
            client.awaitQuiet(sizes.pingInterval());
            measureCpu(server, client, samples);
            client.awaitQuiet(sizes.pingInterval());
            measureSyscalls(peer, server, client, samples);
        }
    }

    private void measureCpu(RunningServer server, MeasuringClient client, Samples samples) throws IOException {
        CpuTime before = server.cpuTime();
        long pings = client.await(bench.sizes().window()).pings();
        CpuTime after = server.cpuTime();
        requirePings(pings);
        double compiler = after.compilerNanosSince(before) / MICRO / pings;
        samples.add(Metric.CPU_PER_PING, after.nanosSince(before) / MICRO / pings - compiler);
        samples.add(Metric.CPU_PER_PING_COMPILER, compiler);
        samples.add(Metric.CPU_PER_PING_COLLECTOR, after.collectorNanosSince(before) / MICRO / pings);
    }

    private void measureSyscalls(Peer peer, RunningServer server, MeasuringClient client, Samples samples)
            throws IOException, InterruptedException {
        SyscallTrace trace = SyscallTrace.attach(
                bench.children(), server.pid(), bench.workplace().target().resolve(peer.name() + ".strace"));
        long pings = client.await(bench.sizes().window()).pings();
        SyscallCounts counts = trace.detach();
        requirePings(pings);
        samples.add(Metric.SYSCALLS_PER_PING, (double) counts.total() / pings);
        syscalls.put(peer.name(), counts.per(pings));
    }

    private static void requirePings(long pings) throws IOException {
        if (pings == 0) {
            throw new IOException("the server sent no ping in the window");
        }
    }
}
