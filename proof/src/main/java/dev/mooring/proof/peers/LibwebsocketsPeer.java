package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.SystemPackages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** C with libwebsockets on its libuv loop; the library is a Debian package. */
public record LibwebsocketsPeer() implements Peer {
    private static final String PACKAGE = "libwebsockets-dev";

    @Override
    public String name() {
        return "libwebsockets";
    }

    @Override
    public String label() {
        return "libwebsockets";
    }

    @Override
    public String version(ChildProcesses children) throws IOException, InterruptedException {
        return SystemPackages.version(PACKAGE, children) + ", libuv loop";
    }

    @Override
    public void build(PeersWorkspace workspace, ChildProcesses children) throws IOException, InterruptedException {
        SystemPackages.requireFile(Path.of("/usr/include/libwebsockets.h"), PACKAGE);
        workspace.nativeProgram(name(), children, "-lwebsockets");
    }

    @Override
    public List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) throws IOException {
        return List.of(
                workspace.target().resolve(name()).toString(),
                Integer.toString(port),
                Long.toString(pingInterval.toMillis()));
    }
}
