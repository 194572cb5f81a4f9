package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.SystemPackages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Go with {@code gorilla/websocket}, a goroutine for each connection; compiler and library are Debian packages. */
public record GorillaPeer() implements Peer {
    private static final String LIBRARY_PACKAGE = "golang-github-gorilla-websocket-dev";

    /** Where Debian puts the sources of Go libraries. */
    private static final Path LIBRARIES = Path.of("/usr/share/gocode");

    @Override
    public String name() {
        return "gorilla";
    }

    @Override
    public String label() {
        return "Go gorilla";
    }

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public String version(ChildProcesses children) throws IOException, InterruptedException {
        return SystemPackages.version(LIBRARY_PACKAGE, children) + ", "
                + children.run(LIBRARIES, List.of("go", "env", "GOVERSION")).strip();
    }

    @Override
    public void build(PeersWorkspace workspace, ChildProcesses children) throws IOException, InterruptedException {
        SystemPackages.requireProgram("go", "golang-go");
        SystemPackages.requireFile(LIBRARIES.resolve("src/github.com/gorilla/websocket"), LIBRARY_PACKAGE);
        Path source = workspace.proof().resolve("src/main/go/gorilla.go");
        Path program = program(workspace);
        if (!PeersWorkspace.isNewer(program, source)) {
            children.run(
                    workspace.target(),
                    List.of(
                            "env",
                            "GO111MODULE=off",
                            "GOPATH=" + LIBRARIES,
                            "go",
                            "build",
                            "-o",
                            program.toString(),
                            source.toString()));
        }
    }

    @Override
    public List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) throws IOException {
        return List.of(program(workspace).toString(), Integer.toString(port), Long.toString(pingInterval.toMillis()));
    }

    private Path program(PeersWorkspace workspace) throws IOException {
        return workspace.target().resolve(name());
    }
}
