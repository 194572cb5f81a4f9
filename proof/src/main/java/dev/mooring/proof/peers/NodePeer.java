package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * Node with one {@code setInterval} for all clients: with {@code ws}, what most WebSocket fleets run, or with uWebSockets, which
 * is C++ below its handlers.
 *
 * @param version as its package.json has it
 * @param folder of its sources in {@code src/main}, and of its build
 */
public record NodePeer(String name, String label, String version, String folder) implements Peer {
    static final NodePeer WS = new NodePeer("node", "Node ws", "ws 8.23.0", "node");
    static final NodePeer UWEBSOCKETS =
            new NodePeer("uwebsockets", "uWebSockets", "uWebSockets.js 20.30.0-unofficial.0", "node-uws");

    private static final List<String> FILES = List.of("package.json", "package-lock.json", "server.js");

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public String version(ChildProcesses children) {
        return version;
    }

    @Override
    public void build(PeersWorkspace workspace, ChildProcesses children) throws IOException, InterruptedException {
        SystemPackages.requireProgram("node", "nodejs");
        SystemPackages.requireProgram("npm", "npm");
        Path folder = copySources(workspace);
        // npm writes its own copy of the lock last.
        if (!PeersWorkspace.isNewer(
                folder.resolve("node_modules/.package-lock.json"), folder.resolve("package-lock.json"))) {
            children.run(folder, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
        }
    }

    /** The folder that {@code npm} builds in, with today's sources and their times, so that an older build is seen as such. */
    Path copySources(PeersWorkspace workspace) throws IOException {
        Path sources = workspace.proof().resolve("src/main").resolve(folder);
        Path build = Files.createDirectories(folder(workspace));
        for (String file : FILES) {
            Files.copy(
                    sources.resolve(file),
                    build.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        return build;
    }

    @Override
    public List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) {
        return List.of(
                "node",
                folder(workspace).resolve("server.js").toString(),
                Integer.toString(port),
                Long.toString(pingInterval.toMillis()));
    }

    private Path folder(PeersWorkspace workspace) {
        return workspace.proof().resolve("target").resolve(folder);
    }
}
