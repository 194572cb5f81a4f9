package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.Publisher;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A peer that messages are published through: Mooring by its push port, the others by a POST to their one port.
 *
 * @param resource what a client asks for to hear what is published
 * @param path where to post what goes to everybody
 */
record PublishingServer(Peer peer, RunningServer server, int port, String headers, String resource, String path)
        implements AutoCloseable {
    static PublishingServer start(Bench bench, Peer peer, Duration pings, Optional<String> backend)
            throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        List<String> command = new ArrayList<>();
        if (peer instanceof MooringPeer mooring) {
            MooringPush push = MooringPush.create(bench.workspace(), backend);
            command.addAll(mooring.command(bench.workspace(), port, LoopbackPort.free(), pings, "idle"));
            command.addAll(push.options());
            RunningServer server = bench.start(peer, port, command);
            return new PublishingServer(
                    peer, server, push.port(), MooringPush.headers(), MooringPush.RESOURCE, MooringPush.TOPIC);
        }
        command.addAll(peer.command(bench.workspace(), port, pings));
        command.add("publish");
        return new PublishingServer(peer, bench.start(peer, port, command), port, "", "/", "/publish");
    }

    MeasuringClient client(Bench bench, String asked) throws IOException, InterruptedException {
        return bench.client(peer, server, asked);
    }

    Publisher publisher() throws IOException {
        return new Publisher(port, headers);
    }

    @Override
    public void close() {
        server.close();
    }
}
