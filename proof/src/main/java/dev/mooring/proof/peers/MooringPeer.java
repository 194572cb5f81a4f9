package dev.mooring.proof.peers;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.peers.process.Workplace;
import dev.mooring.proof.process.ChildProcesses;
import dev.mooring.proof.process.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Mooring itself, from the bundle that is shipped to hosts: what is measured is what is deployed.
 *
 * @param maxConnections what its heap is sized for
 */
public record MooringPeer(int maxConnections) implements Peer {
    public static final String NAME = "mooring";

    private static final String BUNDLES = "mooring-server-*-linux-*.tar.gz";
    private static final String PROGRAM = "bin/mooring-server";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String label() {
        return "Mooring";
    }

    @Override
    public String version(ChildProcesses children) {
        return "this tree";
    }

    @Override
    public Memory memory() {
        return Memory.JAVA_HEAP;
    }

    @Override
    public void build(Workplace workplace, ChildProcesses children) throws IOException, InterruptedException {
        Path bundle = bundle(workplace);
        // Nothing of an older bundle may be left, which could be found and measured instead.
        Workplace.remove(folder(workplace));
        Path folder = Files.createDirectories(folder(workplace));
        children.run(folder, List.of("tar", "-xzf", bundle.toString(), "-C", folder.toString()));
    }

    /** The pong timeout is the longest it accepts: no pong of a starved client shall count as missing. */
    @Override
    public List<String> command(Workplace workplace, int port, Duration pingInterval) throws IOException {
        return List.of(
                program(folder(workplace)).toString(),
                "--ports",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--admin",
                "127.0.0.1:" + LoopbackPort.free(),
                "--keepalive",
                DurationText.format(pingInterval),
                "--pong-timeout",
                DurationText.format(pingInterval),
                "--handler",
                "echo",
                "--event-loops",
                "1",
                "--max-connections",
                Integer.toString(maxConnections));
    }

    /** The newest bundle that was built, whatever its version and architecture. */
    public static Path bundle(Workplace workplace) throws IOException {
        Path folder = workplace.root().resolve("server/target");
        List<Path> bundles = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (var found = Files.newDirectoryStream(folder, BUNDLES)) {
                found.forEach(bundles::add);
            }
        }
        Path newest = null;
        for (Path bundle : bundles) {
            if (newest == null || Files.getLastModifiedTime(bundle).compareTo(Files.getLastModifiedTime(newest)) > 0) {
                newest = bundle;
            }
        }
        if (newest == null) {
            throw RefusedException.of(
                    "bundle", "none", "matches", folder.resolve(BUNDLES), "build it: mvn package -pl server -am");
        }
        return newest;
    }

    /** The archive may hold its files directly or in one folder. */
    private static Path program(Path folder) throws IOException {
        try (var paths = Files.walk(folder, 3)) {
            return paths.filter(path -> path.endsWith(PROGRAM))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the bundle has no " + PROGRAM));
        }
    }

    private static Path folder(Workplace workplace) {
        return workplace.proof().resolve("target/mooring");
    }
}
