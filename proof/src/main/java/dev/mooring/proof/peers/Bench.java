package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.process.Workplace;
import dev.mooring.proof.process.ChildProcesses;
import dev.mooring.proof.process.LoopbackPort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Starts servers and clients for the measurements.
 *
 * @param sizes of one round
 */
record Bench(Workplace workplace, ChildProcesses children, Sizes sizes) {
    /** Long enough that pings weigh nothing in a measurement of something else. */
    static final Duration NO_PINGS = Duration.ofSeconds(100);

    RunningServer start(Peer peer, Duration pingInterval) throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        return start(peer, port, peer.command(workplace, port, pingInterval));
    }

    /** Starts Mooring with a known admin port. */
    RunningServer start(MooringPeer peer, int adminPort) throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        return start(peer, port, peer.command(workplace, port, adminPort, NO_PINGS));
    }

    private RunningServer start(Peer peer, int port, List<String> command) throws IOException, InterruptedException {
        return RunningServer.start(children, command, port, workplace.log(peer.name()));
    }

    MeasuringClient client(RunningServer server) throws IOException, InterruptedException {
        Path program = workplace.nativeProgram("client", children);
        return MeasuringClient.start(children, program, server.port(), workplace.log("client"));
    }
}
