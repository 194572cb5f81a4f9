package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.process.SyscallTrace;
import dev.mooring.proof.peers.result.Metric;
import dev.mooring.proof.peers.result.Samples;
import dev.mooring.workbench.procfs.SyscallCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The system calls that one ping and its pong cost, counted while strace slows the server down.
 *
 * <p>It holds fewer connections than the other parts and they are pinged more rarely: a traced server must still keep up,
 * and see its pongs before its own deadline. The window is one ping interval and begins half an interval after a burst:
 * traced, the next burst lasts longer, and its last pong must not fall behind the window.
 *
 * @param syscalls filled with the calls per ping by name, by peer
 */
record SyscallMeasurement(Bench bench, Map<String, SequencedMap<String, Double>> syscalls) implements Measurement {
    @Override
    public void measure(Peer peer, Samples.Round round) throws IOException, InterruptedException {
        Duration interval = bench.scale().tracedPingInterval();
        try (RunningServer server = bench.start(peer, interval);
                MeasuringClient client = bench.client(peer, server)) {
            client.open(bench.scale().tracedConnections(), interval);
            bench.awaitCompilers(server, client);
            client.awaitQuiet(interval);
            client.await(interval.dividedBy(2));
            SyscallTrace trace = SyscallTrace.attach(
                    bench.children(), server.pid(), bench.workspace().target().resolve(peer.name() + ".strace"));
            long pings = client.awaitPings(interval).received().pings();
            SyscallCounts counts = trace.detach();
            round.add(Metric.SYSCALLS_PER_PING, (double) counts.total() / pings);
            syscalls.put(peer.name(), counts.per(pings));
        }
    }
}
