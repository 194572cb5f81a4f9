package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void refusesAKeyWithAPassphraseWhateverItsCipher() throws IOException, InterruptedException {
        for (String cipher : List.of("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "3des-cbc")) {
            Path key = folder.resolve(cipher);
            SshServer.run(
                    "ssh-keygen", "-q", "-t", "ed25519", "-Z", cipher, "-N", "secret phrase", "-f", key.toString());
            assertRefused(key, "has a passphrase; load it with ssh-add and leave --identity out");
        }
    }

    @Test
    void refusesAPemKeyWithAPassphrase() throws IOException, InterruptedException {
        for (String format : List.of("PEM", "PKCS8")) {
            Path key = folder.resolve(format);
            SshServer.run("ssh-keygen", "-q", "-t", "ecdsa", "-m", format, "-N", "secret phrase", "-f", key.toString());
            assertRefused(key, "has a passphrase; load it with ssh-add and leave --identity out");
        }
    }

    @Test
    void takesEveryUsualKeyFileInTheOrderOfSshButThoseWithAPassphrase() throws IOException, InterruptedException {
        SshServer.keygen(folder.resolve("id_ed25519"), "");
        SshServer.keygen(folder.resolve("id_ecdsa"), "secret phrase");
        SshServer.keygen(folder.resolve("id_rsa"), "");
        assertEquals(
                folder.resolve("id_rsa") + ", " + folder.resolve("id_ed25519"),
                Identities.usual("", folder).source());
    }

    @Test
    void saysThatAllKeyFilesHaveAPassphrase() throws IOException, InterruptedException {
        SshServer.keygen(folder.resolve("id_ed25519"), "secret phrase");
        RefusedException refusal = assertThrows(RefusedException.class, () -> Identities.usual("", folder));
        assertEquals(
                "identity=" + folder + " has only keys with a passphrase, and no ssh-agent runs; start one and load a"
                        + " key with ssh-add, or give --identity",
                refusal.getMessage());
    }

    @Test
    void refusesAFileThatIsNoKey() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "nonsense\n");
        assertRefused(key, "is not a private key; give a key made by ssh-keygen");
    }

    @Test
    void refusesAMissingFile() {
        assertRefused(folder.resolve("none"), "does not exist; give the path of a private key");
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
