package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.result.Metric;
import dev.mooring.proof.peers.result.Samples;
import dev.mooring.workbench.process.LoopbackPort;
import dev.mooring.workbench.procfs.CpuTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * The CPU that one delivery of a broadcast costs: a message of 100 bytes to everybody, over the admin port, again and again.
 *
 * <p>Only builds of Mooring have such a port. The request itself is counted in, a few microseconds of a delivery to
 * thousands.
 */
record BroadcastMeasurement(Bench bench) implements Measurement {
    private static final double MICRO = 1e3;
    private static final String MESSAGE = "m".repeat(100);
    private static final int WARM_UP = 10;
    private static final int BROADCASTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(200);

    @Override
    public void measure(Peer peer, Samples.Round round) throws IOException, InterruptedException {
        if (!(peer instanceof MooringPeer mooring)) {
            return;
        }
        int adminPort = LoopbackPort.free();
        try (RunningServer server = bench.start(mooring, adminPort);
                MeasuringClient client = bench.client(peer, server);
                HttpClient http = HttpClient.newHttpClient()) {
            int connections = bench.scale().broadcastConnections();
            client.open(connections);
            deliver(http, adminPort, client, WARM_UP);
            CpuTime before = server.cpuTime();
            long delivered = deliver(http, adminPort, client, BROADCASTS);
            CpuTime after = server.cpuTime();
            if (delivered != (long) connections * BROADCASTS) {
                throw new IOException(
                        delivered + " messages arrived of " + BROADCASTS + " broadcasts to " + connections);
            }
            long own = after.nanosSince(before) - after.compilerNanosSince(before);
            round.add(Metric.CPU_PER_DELIVERY, own / MICRO / delivered);
        }
    }

    private static long deliver(HttpClient http, int adminPort, MeasuringClient client, int broadcasts)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/broadcast"))
                .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
                .build();
        long delivered = 0;
        for (int broadcast = 0; broadcast < broadcasts; broadcast++) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the broadcast was answered " + answer.statusCode() + " "
                        + answer.body().strip());
            }
            delivered += client.await(PAUSE).received().messages();
        }
        return delivered + client.await(PAUSE).received().messages();
    }
}
