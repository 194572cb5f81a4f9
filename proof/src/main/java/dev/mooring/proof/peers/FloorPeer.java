package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The C floor: raw epoll and nothing that could be left out. Every ratio is to this one. */
public record FloorPeer() implements Peer {
    public static final String NAME = "floor";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String label() {
        return "C floor";
    }

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public String version(ChildProcesses children) {
        return "raw epoll, gcc -O2";
    }

    @Override
    public void build(PeersWorkspace workspace, ChildProcesses children) throws IOException, InterruptedException {
        workspace.nativeProgram(NAME, children);
    }

    @Override
    public List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) throws IOException {
        return List.of(
                workspace.target().resolve(NAME).toString(),
                Integer.toString(port),
                Long.toString(pingInterval.toMillis()));
    }
}
