package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.Publisher;
import dev.mooring.proof.peers.result.Metric;
import dev.mooring.proof.peers.result.Samples;
import dev.mooring.workbench.procfs.CpuTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The CPU that one delivery of a message to a topic costs: 100 bytes to 5,000 subscribers, one message after the other.
 *
 * <p>The request is counted in, a hundredth of a microsecond of each delivery. The floor only writes the same frame to the
 * same number of sockets, one call each: no server can be below it but by chance.
 */
record TopicMeasurement(Bench bench) implements Measurement {
    private static final double MICRO = 1e3;
    private static final String MESSAGE = "m".repeat(100);
    private static final int SUBSCRIBERS = 5_000;
    private static final int WARM_UP = 40;
    private static final int MESSAGES = 60;
    private static final int OK = 200;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int MAX_LOOKS = 300;

    @Override
    public void measure(Peer peer, Samples.Round round) throws IOException, InterruptedException {
        if (!peer.publishes()) {
            return;
        }
        int subscribers = Math.min(SUBSCRIBERS, bench.scale().connections());
        try (PublishingServer server = PublishingServer.start(bench, peer, Bench.NO_PINGS, Optional.empty());
                MeasuringClient client = server.client(bench, server.resource());
                Publisher publisher = server.publisher()) {
            client.open(subscribers);
            publish(WARM_UP, server, publisher, client, subscribers);
            bench.awaitCompilers(server.server(), client);
            CpuTime before = server.server().cpuTime();
            publish(MESSAGES, server, publisher, client, subscribers);
            CpuTime after = server.server().cpuTime();
            long own = after.nanosSince(before) - after.compilerNanosSince(before);
            round.add(Metric.CPU_PER_TOPIC_DELIVERY, own / MICRO / MESSAGES / subscribers);
        }
    }

    /** Returns once everybody has everything. */
    private static void publish(
            int messages, PublishingServer server, Publisher publisher, MeasuringClient client, int subscribers)
            throws IOException {
        for (int i = 0; i < messages; i++) {
            int status = publisher.post(server.path(), MESSAGE);
            if (status != OK) {
                throw new IOException("a message was answered " + status);
            }
        }
        long expected = (long) messages * subscribers;
        long arrived = 0;
        for (int look = 0; look < MAX_LOOKS && arrived < expected; look++) {
            arrived += client.await(LOOK).received().messages();
        }
        if (arrived != expected) {
            throw new IOException(arrived + " messages arrived of " + expected);
        }
    }
}
