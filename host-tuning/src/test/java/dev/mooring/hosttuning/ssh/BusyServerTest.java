package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BusyServerTest {
    @TempDir
    private Path folder;

    /** A login under way is held open by each of 30 hosts, as sshd counts them; MaxStartups is sshd's default. */
    @Test
    void outlastsAServerThatDropsLoginsAtRandom() throws Exception {
        try (SshServer server = SshServer.start(folder);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SshHost host = host(server, server.address(), Duration.ofMinutes(2));
            List<Future<Integer>> codes = IntStream.range(0, 30)
                    .mapToObj(i -> threads.submit(() -> host.run("exit " + i).exitCode()))
                    .toList();
            for (int i = 0; i < codes.size(); i++) {
                assertEquals(i, codes.get(i).get());
            }
            assertEquals(30, server.logins());
        }
    }

    @Test
    void triesAgainWhenTheFirstConnectionIsReset() throws Exception {
        try (SshServer server = SshServer.start(folder);
                RelayProxy proxy = new RelayProxy(server.address().port(), 2, Duration.ZERO)) {
            assertEquals(
                    0,
                    host(server, proxy.address(), Duration.ofMinutes(1))
                            .run("true")
                            .exitCode());
            assertEquals(3, proxy.connections());
        }
    }

    @Test
    void saysThatEveryConnectionWasReset() throws Exception {
        try (SshServer server = SshServer.start(folder);
                RelayProxy proxy = new RelayProxy(server.address().port(), 99, Duration.ZERO)) {
            SshHost host = host(server, proxy.address(), Duration.ofMinutes(1));
            HostUnreachableException failure =
                    Assertions.assertThrows(HostUnreachableException.class, () -> host.run("true"));
            assertEquals(
                    proxy.address().endpoint() + " closed the connection before the login, 5 times; lower --parallel if"
                            + " sshd is at its MaxStartups limit, else read its log",
                    failure.getMessage());
        }
    }

    private SshHost host(SshServer server, SshAddress address, Duration limit) throws IOException {
        Path known = Files.writeString(folder.resolve("known_hosts"), server.knownAs(address.alias()) + "\n");
        KnownHosts hosts = KnownHosts.strict(new KnownHostsFile(known));
        SshLogin login = new SshLogin(Route.DIRECT, Identities.file(server.userKey()), hosts, limit, new Random(1));
        return new SshHost("busy", address, login);
    }
}
