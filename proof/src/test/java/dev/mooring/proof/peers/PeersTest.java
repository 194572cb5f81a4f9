package dev.mooring.proof.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {
    private static final int CONNECTIONS = 2_000;

    @Test
    void takesTheNamedOnesInTheirOrderAndEachOnce() {
        assertEquals(List.of("node", "floor"), names("node", "floor", "node"));
    }

    @Test
    void takesEveryServerForAll() {
        assertEquals(
                List.of(
                        "floor",
                        "mooring",
                        "netty",
                        "netty-loop",
                        "node",
                        "uwebsockets",
                        "vertx",
                        "undertow",
                        "jetty",
                        "java-websocket",
                        "gorilla",
                        "libwebsockets"),
                names("floor", "all"));
    }

    @Test
    void measuresAnotherBuildRightAfterThisOne() {
        List<Peer> named = Peers.named(List.of("floor", "mooring", "node"), CONNECTIONS);
        assertEquals(
                List.of("floor", "mooring", "mooring-baseline", "node"),
                Peers.withBaseline(named, Path.of("."), CONNECTIONS).stream()
                        .map(Peer::name)
                        .toList());
    }

    @Test
    void takesAnUnpackedBundleForABaseline(@TempDir Path folder) throws IOException, InterruptedException {
        Path program =
                Files.createDirectories(folder.resolve("mooring-server-1/bin")).resolve("mooring-server");
        Files.writeString(program, "");
        MooringPeer unpacked = MooringPeer.baseline(folder, CONNECTIONS);
        try (ChildProcesses children = new ChildProcesses()) {
            unpacked.build(new PeersWorkspace(folder), children);
        }
        assertEquals(
                program.toString(),
                unpacked.command(new PeersWorkspace(folder), 8080, Duration.ofSeconds(1))
                        .getFirst());
    }

    @Test
    void namesTheVersionOfALibraryThatItsPomFetches() throws IOException {
        for (JavaLibraryPeer peer : JavaLibraryPeer.ALL) {
            String pom = Files.readString(
                    PeersWorkspace.ofModule().proof().resolve("src/main/java-peers/" + peer.name() + "/pom.xml"));
            assertTrue(pom.contains("<version>" + peer.libraryVersion() + "</version>"), peer.name());
        }
    }

    @Test
    void namesTheVersionOfALibraryThatItsPackageFetches() throws IOException {
        for (NodePeer peer : List.of(NodePeer.WS, NodePeer.UWEBSOCKETS)) {
            String json = Files.readString(
                    PeersWorkspace.ofModule().proof().resolve("src/main/" + peer.folder() + "/package.json"));
            String number = peer.version().substring(peer.version().indexOf(' ') + 1);
            assertTrue(json.contains("\": \"" + number + "\""), peer.name());
        }
    }

    private static List<String> names(String... names) {
        return Peers.named(List.of(names), CONNECTIONS).stream().map(Peer::name).toList();
    }
}
