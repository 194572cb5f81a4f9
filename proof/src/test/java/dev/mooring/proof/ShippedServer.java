package dev.mooring.proof;

import dev.mooring.proof.peers.MooringPeer;
import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.process.Workplace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.time.Duration;

/** The server from the bundle that is deployed, as its own process with its own heap. */
record ShippedServer(Workplace workplace, ChildProcesses children, RunningServer server) implements AutoCloseable {
    private static final int RESERVE = 50;

    static ShippedServer start(int connections, Duration keepalive) throws IOException, InterruptedException {
        Workplace workplace = Workplace.ofModule();
        ChildProcesses children = new ChildProcesses();
        try {
            MooringPeer peer = MooringPeer.ofTree(connections + RESERVE);
            peer.build(workplace, children);
            int port = LoopbackPort.free();
            RunningServer server = RunningServer.start(
                    children, peer.command(workplace, port, keepalive), port, workplace.log("shipped-server"));
            return new ShippedServer(workplace, children, server);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            children.close();
            throw failure;
        }
    }

    MeasuringClient client() throws IOException, InterruptedException {
        return MeasuringClient.start(
                children, workplace.nativeProgram("client", children), server.port(), workplace.log("bar-client"));
    }

    @Override
    public void close() {
        server.close();
        children.close();
    }
}
