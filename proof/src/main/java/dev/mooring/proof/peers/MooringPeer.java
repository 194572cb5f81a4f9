package dev.mooring.proof.peers;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import dev.mooring.workbench.process.Provenance;
import dev.mooring.workbench.shipped.ShippedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Mooring itself, from the bundle that is shipped to hosts: what is measured is what is deployed.
 *
 * @param name of the peer
 * @param source a checkout whose bundle is built, or the unpacked bundle; empty for this tree
 * @param maxConnections what its heap is sized for
 */
public record MooringPeer(String name, String label, Optional<Path> source, int maxConnections) implements Peer {
    public static final String NAME = "mooring";

    /** Another build, measured beside this tree's. */
    public static final String BASELINE = "mooring-baseline";

    private static final String PROGRAM = "bin/mooring-server";

    /** What is built in this tree. */
    public static MooringPeer ofTree(int maxConnections) {
        return new MooringPeer(NAME, "Mooring", Optional.empty(), maxConnections);
    }

    /** What was built elsewhere, of another commit or with other flags. */
    public static MooringPeer baseline(Path source, int maxConnections) {
        return new MooringPeer(BASELINE, "Mooring baseline", Optional.of(source.toAbsolutePath()), maxConnections);
    }

    @Override
    public boolean trimsItsMemory() {
        return true;
    }

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public String version(ChildProcesses children) throws InterruptedException {
        return source.isEmpty() ? "this tree" : source.get() + ", commit " + Provenance.commit(source.get(), children);
    }

    @Override
    public Memory memory() {
        return Memory.JAVA_HEAP;
    }

    /** Built before, by the launcher or by hand: the bundle that was built last is measured where it lies. */
    @Override
    public void build(PeersWorkspace workspace, ChildProcesses children) throws IOException {
        Path program = program(workspace);
        if (!Files.isRegularFile(program)) {
            throw new IOException(program + " is missing; build it: mvn package -pl server -am");
        }
    }

    /** The pong timeout is the longest it accepts: no pong of a starved client shall count as missing. */
    @Override
    public List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) throws IOException {
        return command(workspace, port, LoopbackPort.free(), pingInterval);
    }

    /** The same with a known admin port. */
    List<String> command(PeersWorkspace workspace, int port, int adminPort, Duration pingInterval) throws IOException {
        return command(workspace, port, adminPort, pingInterval, "echo");
    }

    /** The same with another handler than the one that echoes: beside topics the server takes none. */
    List<String> command(PeersWorkspace workspace, int port, int adminPort, Duration pingInterval, String handler)
            throws IOException {
        return List.of(
                program(workspace).toString(),
                "--ports",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--admin",
                "127.0.0.1:" + adminPort,
                "--keepalive",
                DurationText.format(pingInterval),
                "--pong-timeout",
                DurationText.format(pingInterval),
                "--handler",
                handler,
                "--event-loops",
                "1",
                "--max-connections",
                Integer.toString(maxConnections));
    }

    private Path program(PeersWorkspace workspace) throws IOException {
        Optional<Path> given = source.isPresent() ? unpacked(source.get()) : Optional.empty();
        return given.isPresent() ? given.get() : new ShippedPrograms(source.orElse(workspace.root())).server();
    }

    /** A bundle may hold its files directly or in one folder. */
    private static Optional<Path> unpacked(Path folder) {
        try (var paths = Files.walk(folder, 3)) {
            return paths.filter(path -> path.endsWith(PROGRAM)).findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
