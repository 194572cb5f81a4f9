package dev.mooring.proof.peers.process;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersWorkspaceTest {
    @Test
    void removesAFolderAndNothingThatItLinksTo(@TempDir Path folder) throws IOException {
        Path kept = Files.writeString(folder.resolve("kept"), "");
        Path old = Files.createDirectories(folder.resolve("bundle/lib"));
        Files.createSymbolicLink(old.resolve("link"), folder);
        PeersWorkspace.remove(folder.resolve("bundle"));
        assertFalse(Files.exists(folder.resolve("bundle")));
        assertTrue(Files.exists(kept));
    }

    @Test
    void removesNothingWhereThereIsNothing(@TempDir Path folder) {
        assertDoesNotThrow(() -> PeersWorkspace.remove(folder.resolve("none")));
    }
}
