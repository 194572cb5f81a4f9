package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.ConnectEvents;
import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.Publisher;
import dev.mooring.proof.peers.result.Metric;
import dev.mooring.proof.peers.result.Samples;
import dev.mooring.workbench.procfs.CpuTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * The CPU of one push to a random connection at 10,000 a second, and of the same request to a path that does nothing.
 *
 * <p>Mooring only: the requests are those of AWS's SDK for JavaScript, with a bearer key in place of the signature.
 */
record PushRateMeasurement(Bench bench) implements Measurement {
    private static final double MICRO = 1e3;
    private static final int HELD = 5_000;
    private static final int PUBLISHERS = 4;
    private static final int PER_SECOND = 10_000;
    private static final int TICKS_PER_SECOND = 500;
    private static final int WARM_UP_SECONDS = 4;
    private static final int SECONDS = 4;
    private static final long SEED = 26;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    @Override
    public void measure(Peer peer, Samples.Round round) throws IOException, InterruptedException {
        if (!(peer instanceof MooringPeer)) {
            return;
        }
        try (ConnectEvents events = new ConnectEvents();
                PublishingServer server =
                        PublishingServer.start(bench, peer, Bench.NO_PINGS, Optional.of(events.url()));
                MeasuringClient client = server.client(bench, "/")) {
            client.open(Math.min(HELD, bench.scale().connections()));
            List<String> connections = new ArrayList<>();
            events.ids().forEach(id -> connections.add("/prod/@connections/" + id));
            List<String> nowhere = List.of("/prod/nowhere-at-all/AAAAAAAAAAAAAAAA");
            load(server, connections, WARM_UP_SECONDS, OK);
            load(server, nowhere, WARM_UP_SECONDS, NOT_FOUND);
            bench.awaitCompilers(server.server(), client);
            client.await(Duration.ofMillis(100));
            round.add(Metric.CPU_PER_EMPTY_REQUEST, cpu(server, nowhere, NOT_FOUND));
            round.add(Metric.CPU_PER_PUSH, cpu(server, connections, OK));
            long arrived = client.await(Duration.ofMillis(200)).received().messages();
            if (arrived != (long) PER_SECOND * SECONDS) {
                throw new IOException(arrived + " pushes arrived of " + PER_SECOND * SECONDS);
            }
        }
    }

    private static double cpu(PublishingServer server, List<String> paths, int status) throws IOException {
        CpuTime before = server.server().cpuTime();
        load(server, paths, SECONDS, status);
        CpuTime after = server.server().cpuTime();
        long own = after.nanosSince(before) - after.compilerNanosSince(before);
        return own / MICRO / PER_SECOND / SECONDS;
    }

    /** Returns with the last answer. A tick that comes late sends what is due by then: the rate holds, or the end is late. */
    private static void load(PublishingServer server, List<String> paths, int seconds, int status) throws IOException {
        List<Publisher> publishers = new ArrayList<>();
        try {
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            int each = PER_SECOND * seconds / PUBLISHERS;
            for (int i = 0; i < PUBLISHERS; i++) {
                Publisher publisher = server.publisher();
                publishers.add(publisher);
                CompletableFuture<Void> answered = new CompletableFuture<>();
                answers.add(answered);
                Thread.ofPlatform().start(() -> receive(publisher, each, status, answered));
            }
            send(publishers, paths, seconds);
            answers.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw new IOException(failed.getCause());
        } finally {
            for (Publisher publisher : publishers) {
                publisher.close();
            }
        }
    }

    private static void send(List<Publisher> publishers, List<String> paths, int seconds) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        String body = "p".repeat(100);
        int perTick = PER_SECOND / TICKS_PER_SECOND / publishers.size();
        long began = System.nanoTime();
        for (int tick = 0; tick < TICKS_PER_SECOND * seconds; tick++) {
            for (Publisher publisher : publishers) {
                StringBuilder requests = new StringBuilder();
                for (int i = 0; i < perTick; i++) {
                    requests.append(publisher.request(paths.get(random.nextInt(paths.size())), body));
                }
                publisher.send(requests.toString());
            }
            long due = began
                    + (tick + 1)
                            * Duration.ofSeconds(1).dividedBy(TICKS_PER_SECOND).toNanos();
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private static void receive(Publisher publisher, int answers, int status, CompletableFuture<Void> answered) {
        try {
            for (int i = 0; i < answers; i++) {
                int got = publisher.receive();
                if (got != status) {
                    throw new IOException("a request was answered " + got + ", not " + status);
                }
            }
            answered.complete(null);
        } catch (IOException | RuntimeException failed) {
            answered.completeExceptionally(failed);
        }
    }
}
