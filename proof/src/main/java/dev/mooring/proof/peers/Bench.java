package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import dev.mooring.workbench.procfs.CpuTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Starts servers and clients for the measurements.
 *
 * @param scale of one round
 */
record Bench(PeersWorkspace workspace, ChildProcesses children, PeersScale scale) {
    /** Long enough that pings weigh nothing in a measurement of something else. */
    static final Duration NO_PINGS = Duration.ofSeconds(100);

    private static final String CLIENT = "client";

    /** In a second. */
    private static final long BUSY_COMPILER_NANOS = Duration.ofMillis(10).toNanos();

    private static final int MAX_COMPILING_SECONDS = 30;

    RunningServer start(Peer peer, Duration pingInterval) throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        return start(peer, port, peer.command(workspace, port, pingInterval));
    }

    /** Starts Mooring with a known admin port. */
    RunningServer start(MooringPeer peer, int adminPort) throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        return start(peer, port, peer.command(workspace, port, adminPort, NO_PINGS));
    }

    /** Starts a peer by a command of its own. */
    RunningServer start(Peer peer, int port, List<String> command) throws IOException, InterruptedException {
        return RunningServer.start(children, command, port, workspace.log(peer.name()));
    }

    /**
     * Waits until the server's compilers rest, half a minute at most. What they take meanwhile (memory, calls, and the slower
     * code that runs until they are done) belongs to the start and not to what is measured.
     */
    void awaitCompilers(RunningServer server, MeasuringClient client) throws IOException {
        CpuTime before;
        CpuTime after = server.cpuTime();
        int seconds = 0;
        do {
            before = after;
            client.await(Duration.ofSeconds(1));
            after = server.cpuTime();
        } while (after.compilerNanosSince(before) > BUSY_COMPILER_NANOS && ++seconds < MAX_COMPILING_SECONDS);
    }

    MeasuringClient client(Peer peer, RunningServer server) throws IOException, InterruptedException {
        return client(peer, server, "/");
    }

    /** A client that asks for something else than the root. */
    MeasuringClient client(Peer peer, RunningServer server, String resource) throws IOException, InterruptedException {
        Path program =
                peer.overTls() ? workspace.secureProgram(CLIENT, children) : workspace.nativeProgram(CLIENT, children);
        return MeasuringClient.start(children, program, server.port(), resource, workspace.log("client"));
    }
}
