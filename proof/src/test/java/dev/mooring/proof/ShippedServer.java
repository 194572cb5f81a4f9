package dev.mooring.proof;

import dev.mooring.proof.peers.MooringPeer;
import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.time.Duration;

/** The server from the bundle that is deployed, as its own process with its own heap. */
record ShippedServer(PeersWorkspace workspace, ChildProcesses children, RunningServer server) implements AutoCloseable {
    private static final int RESERVE = 50;

    static ShippedServer start(int connections, Duration keepalive) throws IOException, InterruptedException {
        PeersWorkspace workspace = PeersWorkspace.ofModule();
        ChildProcesses children = new ChildProcesses();
        try {
            MooringPeer peer = MooringPeer.ofTree(connections + RESERVE);
            peer.build(workspace, children);
            int port = LoopbackPort.free();
            RunningServer server = RunningServer.start(
                    children, peer.command(workspace, port, keepalive), port, workspace.log("shipped-server"));
            return new ShippedServer(workspace, children, server);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            children.close();
            throw failure;
        }
    }

    MeasuringClient client() throws IOException, InterruptedException {
        return MeasuringClient.start(
                children, workspace.nativeProgram("client", children), server.port(), workspace.log("bar-client"));
    }

    @Override
    public void close() {
        server.close();
        children.close();
    }
}
