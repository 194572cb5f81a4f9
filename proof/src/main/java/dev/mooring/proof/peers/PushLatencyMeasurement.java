package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.ConnectEvents;
import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.MeasuringClient.Waited;
import dev.mooring.proof.peers.process.Publisher;
import dev.mooring.proof.peers.result.Metric;
import dev.mooring.proof.peers.result.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * From the write of a push to its receipt by the one connection it goes to, while thousands more are held and pinged.
 *
 * <p>Mooring, by connection id, beside a plain Netty server. The stamp travels in the message; one clock of one machine.
 */
record PushLatencyMeasurement(Bench bench) implements Measurement {
    private static final double MILLI = 1e3;
    private static final int HELD = 15_000;
    private static final int WARM_UP = 4_000;
    private static final int PUSHES = 2_000;
    private static final int STRIDE = 7919;
    private static final int OK = 200;
    private static final Duration GAP = Duration.ofMillis(2);
    private static final String PADDING = "x".repeat(80);

    @Override
    public void measure(Peer peer, Samples.Round round) throws IOException, InterruptedException {
        if (!(peer instanceof MooringPeer) && !(peer instanceof NettyPeer)) {
            return;
        }
        int held = Math.min(HELD, bench.scale().connections());
        Duration pings = bench.scale().pings().interval();
        try (ConnectEvents events = new ConnectEvents();
                PublishingServer server = PublishingServer.start(bench, peer, pings, Optional.of(events.url()));
                MeasuringClient client = server.client(bench, "/");
                Publisher publisher = server.publisher()) {
            client.open(held, pings);
            List<String> paths = paths(peer, events);
            push(WARM_UP, Duration.ZERO, paths, publisher);
            bench.awaitCompilers(server.server(), client);
            client.await(Duration.ofMillis(100));
            push(PUSHES, GAP, paths, publisher);
            Waited waited = client.await(Duration.ofMillis(200));
            if (waited.received().stamped() != PUSHES) {
                throw new IOException(waited.received().stamped() + " pushes arrived of " + PUSHES);
            }
            round.add(Metric.PUSH_P50, waited.latency().p50_us() / MILLI);
            round.add(Metric.PUSH_P99, waited.latency().p99_us() / MILLI);
        }
    }

    private static List<String> paths(Peer peer, ConnectEvents events) {
        if (peer instanceof NettyPeer) {
            return List.of("/push");
        }
        List<String> paths = new ArrayList<>();
        events.ids().forEach(id -> paths.add("/prod/@connections/" + id));
        return paths;
    }

    private static void push(int pushes, Duration gap, List<String> paths, Publisher publisher) throws IOException {
        for (int i = 0; i < pushes; i++) {
            String path = paths.get((int) ((long) i * STRIDE % paths.size()));
            int status = publisher.post(path, String.format(Locale.ROOT, "@%019d", System.nanoTime()) + PADDING);
            if (status != OK) {
                throw new IOException("a push was answered " + status);
            }
            LockSupport.parkNanos(gap.toNanos());
        }
    }
}
