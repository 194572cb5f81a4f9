package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentitiesTest {
    @TempDir
    private Path folder;

    @Test
    void refusesAKeyWithAPassphrase() throws IOException, InterruptedException {
        Path key = folder.resolve("key");
        SshServer.keygen(key, "secret phrase");
        assertRefused(key, "has a passphrase; load it with ssh-add and leave --identity out");
    }

    @Test
    void refusesAFileThatIsNoKey() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "nonsense\n");
        assertRefused(key, "is not a private key; give a key made by ssh-keygen");
    }

    @Test
    void refusesAMissingFile() {
        assertRefused(folder.resolve("none"), "cannot be read; give the path of a private key");
    }

    @Test
    void usesTheUsualKeyFileWhereNoAgentRuns() throws IOException, InterruptedException {
        Path key = folder.resolve("id_ed25519");
        SshServer.keygen(key, "");
        assertEquals(key.toString(), Identities.usual("", folder).source());
    }

    @Test
    void prefersTheAgent() throws IOException {
        Path socket = Files.createFile(folder.resolve("agent"));
        assertEquals(
                "the ssh-agent at " + socket,
                Identities.usual(socket.toString(), folder).source());
    }

    @Test
    void refusesToStartWithoutAnyKey() {
        RefusedException refusal = assertThrows(RefusedException.class, () -> Identities.usual("", folder));
        assertEquals(
                "identity=" + folder + " has no key, and no ssh-agent runs; give --identity, or start one",
                refusal.getMessage());
    }

    private static void assertRefused(Path key, String end) {
        RefusedException refusal = assertThrows(RefusedException.class, () -> Identities.file(key));
        assertEquals("identity=" + key + " " + end, refusal.getMessage());
    }
}
