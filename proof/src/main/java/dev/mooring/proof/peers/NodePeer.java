package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.Workplace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** Node with {@code ws}, one {@code setInterval} for all clients: what most WebSocket fleets run. */
public record NodePeer() implements Peer {
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "server.js");

    @Override
    public String name() {
        return "node";
    }

    @Override
    public String label() {
        return "Node ws";
    }

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public String version(ChildProcesses children) {
        return "ws 8.23.0";
    }

    @Override
    public void build(Workplace workplace, ChildProcesses children) throws IOException, InterruptedException {
        SystemPackages.requireProgram("node", "nodejs");
        SystemPackages.requireProgram("npm", "npm");
        Path folder = Files.createDirectories(folder(workplace));
        Path sources = workplace.proof().resolve("src/main/node");
        for (String file : FILES) {
            Files.copy(sources.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        // npm writes its own copy of the lock last.
        if (!Workplace.isNewer(
                folder.resolve("node_modules/.package-lock.json"), sources.resolve("package-lock.json"))) {
            children.run(folder, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
        }
    }

    @Override
    public List<String> command(Workplace workplace, int port, Duration pingInterval) {
        return List.of(
                "node",
                folder(workplace).resolve("server.js").toString(),
                Integer.toString(port),
                Long.toString(pingInterval.toMillis()));
    }

    private static Path folder(Workplace workplace) {
        return workplace.proof().resolve("target/node");
    }
}
