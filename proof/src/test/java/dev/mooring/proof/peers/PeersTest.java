package dev.mooring.proof.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.proof.peers.process.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

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
                        "vertx",
                        "undertow",
                        "jetty",
                        "java-websocket",
                        "gorilla",
                        "libwebsockets"),
                names("floor", "all"));
    }

    @Test
    void namesTheVersionOfALibraryThatItsPomFetches() throws IOException {
        for (JavaLibraryPeer peer : JavaLibraryPeer.ALL) {
            String pom = Files.readString(
                    Workplace.ofModule().proof().resolve("src/main/java-peers/" + peer.name() + "/pom.xml"));
            assertTrue(pom.contains("<version>" + peer.libraryVersion() + "</version>"), peer.name());
        }
    }

    private static List<String> names(String... names) {
        return Peers.named(List.of(names), CONNECTIONS).stream().map(Peer::name).toList();
    }
}
