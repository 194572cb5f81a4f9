package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsSshd
final class HostKeyTest {
    private static final String FINGERPRINT = "SHA256:[A-Za-z0-9+/]{43}";

    @TempDir
    private Path folder;

    private SshServer server;
    private KnownHostsFile file;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = SshServer.start(folder);
        file = new KnownHostsFile(folder.resolve("known_hosts"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void refusesAnUnknownKeyWithTheLineThatMakesItKnown() {
        String sentence = sentence(KnownHosts.strict(file));
        SshAddress address = server.address();
        String expected = address.endpoint() + " shows the ssh-ed25519 key " + FINGERPRINT + ", which " + file.path()
                + " does not know; compare it, then run: ssh-keyscan -p " + address.port() + " 127.0.0.1 >> "
                + file.path() + " \\(or give --host-key accept-new\\)";
        assertTrue(sentence.matches(expected), sentence);
    }

    @Test
    void learnsAnUnknownKeyWhenNewOnesAreAccepted() throws HostUnreachableException, IOException {
        host(KnownHosts.acceptNew(warning -> {}, file)).run("true");
        String[] learned = file.text().strip().split(" ", -1);
        assertTrue(server.knownAs(server.address().alias()).startsWith(String.join(" ", learned)));
        host(KnownHosts.strict(file)).run("true");
    }

    @Test
    void refusesAChangedKeyInEveryMode() throws IOException, InterruptedException {
        SshServer.keygen(folder.resolve("former"), "");
        String former = Files.readString(folder.resolve("former.pub"));
        Files.writeString(file.path(), server.address().alias() + " " + former);
        for (KnownHosts hosts : List.of(KnownHosts.strict(file), KnownHosts.acceptNew(warning -> {}, file))) {
            String sentence = sentence(hosts);
            String expected = server.address().endpoint() + " shows the ssh-ed25519 key " + FINGERPRINT
                    + ", not the key in " + file.path() + ":1; somebody may be listening. If the host was replaced,"
                    + " run: ssh-keygen -f " + file.path() + " -R '\\[127.0.0.1\\]:"
                    + server.address().port() + "'";
            assertTrue(sentence.matches(expected), sentence);
        }
        assertEquals(server.address().alias() + " " + former, file.text());
        assertEquals(0, server.logins());
    }

    @Test
    void trustsAPinnedKey() throws HostUnreachableException, IOException {
        List<String> keys = List.of(server.knownAs("").strip());
        assertEquals(
                0,
                host(KnownHosts.strict(file).pinning(server.address(), keys, "the console"))
                        .run("true")
                        .exitCode());
    }

    @Test
    void connectsWhereALearnedKeyCannotBeKept() throws IOException, HostUnreachableException {
        List<String> warnings = new ArrayList<>();
        KnownHosts known = KnownHosts.acceptNew(warnings::add, new KnownHostsFile(folder.resolve("plain/known_hosts")));
        Files.createFile(folder.resolve("plain"));
        assertEquals(0, host(known).run("true").exitCode());
        assertEquals(1, warnings.size());
    }

    @Test
    void callsARevokedKeyRevokedAndLeavesItsLineInPlace() throws IOException {
        Files.writeString(
                file.path(), server.knownAs(server.address().alias()) + "\n" + server.knownAs("@revoked *") + "\n");
        for (KnownHosts hosts : List.of(KnownHosts.strict(file), KnownHosts.acceptNew(warning -> {}, file))) {
            String sentence = sentence(hosts);
            String expected = server.address().endpoint() + " shows the ssh-ed25519 key " + FINGERPRINT + ", which "
                    + file.path() + ":2 revokes; do not log in: somebody may be using a stolen key. Give the host a new"
                    + " key, and leave that line in place";
            assertTrue(sentence.matches(expected), sentence);
        }
    }

    private String sentence(KnownHosts hosts) {
        return String.valueOf(
                assertThrows(HostUnreachableException.class, () -> host(hosts).run("true"))
                        .getMessage());
    }

    private SshHost host(KnownHosts hosts) {
        Identities key = Identities.file(server.userKey());
        SshLogin login = new SshLogin(Route.DIRECT, key, hosts, Duration.ofMinutes(1), new Random(1));
        return new SshHost("host", server.address(), login);
    }
}
