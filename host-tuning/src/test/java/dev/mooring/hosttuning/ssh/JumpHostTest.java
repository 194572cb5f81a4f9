package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsSshd
final class JumpHostTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path bastionFolder;

    @TempDir
    private Path targetFolder;

    private SshServer gateway;
    private SshServer target;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        gateway = SshServer.start(bastionFolder, "MaxSessions 2");
        target = SshServer.start(targetFolder, "MaxStartups 100");
    }

    @AfterEach
    void stop() {
        gateway.close();
        target.close();
    }

    @Test
    void reachesAHostBehindIt() throws IOException, HostUnreachableException {
        try (Bastion bastion = bastion(gateway.userKey(), gateway.address())) {
            assertEquals(0, behind(bastion, target.address()).run("true").exitCode());
        }
        assertTrue(target.log().contains("Accepted publickey"), target.log());
    }

    @Test
    void carriesAllHostsOverOneSession() throws Exception {
        try (Bastion bastion = bastion(gateway.userKey(), gateway.address());
                ExecutorService hosts = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> codes = IntStream.range(0, 12)
                    .mapToObj(i -> hosts.submit(() ->
                            behind(bastion, target.address()).run("exit " + i).exitCode()))
                    .toList();
            for (int i = 0; i < codes.size(); i++) {
                assertEquals(i, codes.get(i).get());
            }
        }
        assertEquals(1, gateway.logins());
        assertEquals(12, target.logins());
    }

    @Test
    void keepsTheKeysOfBothApart() throws IOException {
        KnownHosts swapped = known(target.knownAs(gateway.address().alias()));
        try (Bastion bastion =
                new Bastion(gateway.address(), login(Route.DIRECT, gateway.userKey(), swapped), () -> now)) {
            String sentence = sentence(behind(bastion, target.address()));
            assertTrue(sentence.startsWith("jump host: " + gateway.address().endpoint() + " shows the"), sentence);
            assertEquals(sentence, sentence(behind(bastion, target.address())));
        }
    }

    @Test
    void isTriedAgainAfterAWhile() throws IOException, HostUnreachableException {
        KnownHosts learning = KnownHosts.acceptNew(warning -> {}, new KnownHostsFile(targetFolder.resolve("learned")));
        Path authorized = bastionFolder.resolve("authorized_keys");
        String key = Files.readString(authorized);
        Files.writeString(authorized, "");
        try (Bastion bastion =
                new Bastion(gateway.address(), login(Route.DIRECT, gateway.userKey(), learning), () -> now)) {
            String sentence = sentence(behind(bastion, target.address()));
            Files.writeString(authorized, key);
            assertEquals(sentence, sentence(behind(bastion, target.address())));
            now = now.plusSeconds(3);
            assertEquals(0, behind(bastion, target.address()).run("true").exitCode());
        }
    }

    @Test
    void namesTheWayToTheKeyOfAHostBehindIt() throws IOException {
        KnownHosts onlyGateway = known(gateway.knownAs(gateway.address().alias()));
        try (Bastion bastion = bastion(gateway.userKey(), gateway.address())) {
            SshLogin login = login(bastion, target.userKey(), onlyGateway);
            String sentence = sentence(new SshHost("t", target.address(), login));
            String scan = "then run: ssh -p " + gateway.address().port() + " " + SshServer.user()
                    + "@127.0.0.1 ssh-keyscan -p " + target.address().port() + " 127.0.0.1 >> ";
            assertTrue(sentence.contains(scan), sentence);
        }
    }

    @Test
    void saysThatItCannotReachTheHost() throws IOException {
        target.close();
        try (Bastion bastion = bastion(gateway.userKey(), gateway.address())) {
            assertEquals(
                    target.address().endpoint() + " was refused or is not there, says the jump host "
                            + gateway.address().endpoint() + "; check that the host is up and that its security group"
                            + " lets the jump host in",
                    sentence(behind(bastion, target.address())));
        }
    }

    @Test
    void saysThatItMayNotForward() throws IOException, InterruptedException {
        Files.createDirectory(bastionFolder.resolve("closed"));
        try (SshServer closed = SshServer.start(bastionFolder.resolve("closed"), "AllowTcpForwarding no");
                Bastion bastion = bastion(closed.userKey(), closed.address(), closed)) {
            assertEquals(
                    target.address().endpoint() + " is not forwarded to by the jump host "
                            + closed.address().endpoint() + "; set AllowTcpForwarding yes in its sshd_config",
                    sentence(behind(bastion, target.address())));
        }
    }

    private Bastion bastion(Path key, SshAddress address) throws IOException {
        return bastion(key, address, gateway);
    }

    private Bastion bastion(Path key, SshAddress address, SshServer server) throws IOException {
        return new Bastion(address, login(Route.DIRECT, key, known(server.knownAs(address.alias()))), () -> now);
    }

    private SshHost behind(Bastion bastion, SshAddress address) throws IOException {
        return new SshHost("target", address, login(bastion, target.userKey(), known(target.knownAs(address.alias()))));
    }

    private KnownHosts known(String line) throws IOException {
        Path file = Files.createTempFile(targetFolder, "known", "hosts");
        return KnownHosts.strict(new KnownHostsFile(Files.writeString(file, line + "\n")));
    }

    private static SshLogin login(Route route, Path key, KnownHosts hosts) {
        return new SshLogin(route, Identities.file(key), hosts, LIMIT, new Random(1));
    }

    private static String sentence(SshHost host) {
        return String.valueOf(assertThrows(HostUnreachableException.class, () -> host.run("true"))
                .getMessage());
    }
}
