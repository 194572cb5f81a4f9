package dev.mooring.proof.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.proof.peers.process.PeersWorkspace;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NodePeerTest {
    @ParameterizedTest
    @MethodSource("peers")
    void buildsFromItsSourcesInACloneThatHasBuiltNothing(NodePeer peer, @TempDir Path clone) throws IOException {
        Path checkout = PeersWorkspace.ofModule().proof().resolve("src/main").resolve(peer.folder());
        Path sources = clone.resolve("proof/src/main").resolve(peer.folder());
        copy(checkout, sources);

        Path build = peer.copySources(new PeersWorkspace(clone));

        assertEquals(clone.resolve("proof/target").resolve(peer.folder()), build);
        for (String file : List.of("package.json", "package-lock.json", "server.js")) {
            assertEquals(Files.readString(sources.resolve(file)), Files.readString(build.resolve(file)), file);
        }
    }

    static List<NodePeer> peers() {
        return List.of(NodePeer.WS, NodePeer.UWEBSOCKETS);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
