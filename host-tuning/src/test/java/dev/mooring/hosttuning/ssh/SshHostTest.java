package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsSshd
final class SshHostTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private SshServer server;
    private Path knownHosts;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = SshServer.start(folder);
        knownHosts = Files.writeString(
                folder.resolve("known_hosts"), server.knownAs(server.address().alias()) + "\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void runsAScriptAfterALoginByKey() throws HostUnreachableException {
        HostReply reply = host(LONG).run("echo one; echo noise >&2; exit 7");
        assertEquals(7, reply.exitCode());
        assertEquals("one", reply.output().lines().toList().getLast());
    }

    @Test
    void carriesAScriptThatNeedsNoQuoting() throws HostUnreachableException {
        HostReply reply = host(LONG).run("for word in 'a b' \"$((1 + 1))\"; do\n  printf '%s;' \"$word\"\ndone");
        assertEquals("a b;2;", reply.output().lines().toList().getLast());
    }

    @Test
    void saysThatASignalEndedTheScript() throws HostUnreachableException {
        assertEquals(-1, host(LONG).run("kill -9 $$").exitCode());
    }

    @Test
    void logsInThroughAnAgent() throws IOException, InterruptedException, HostUnreachableException {
        Path socket = folder.resolve("agent");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .start();
        try {
            agent.getInputStream().read();
            addToAgent(socket, server.userKey());
            assertEquals(0, host(LONG, Identities.agent(socket)).run("true").exitCode());
        } finally {
            agent.destroy();
        }
    }

    @Test
    void saysThatTheKeyIsRefused() throws IOException, InterruptedException {
        Path stranger = folder.resolve("stranger");
        SshServer.keygen(stranger, "");
        assertEquals(
                server.address().endpoint() + " refused user " + SshServer.user() + " with " + stranger
                        + "; check --user and --identity, and that the account is not locked",
                sentence(host(LONG, Identities.file(stranger)), "true"));
    }

    @Test
    void saysThatNobodyListens() {
        SshAddress address = server.address();
        server.close();
        assertEquals(
                address.endpoint() + " refused the connection; check that sshd runs there, or give --port",
                sentence(host(LONG), "true"));
    }

    @Test
    void saysThatTheNameCannotBeResolved() {
        SshAddress nowhere = new SshAddress("u", "no-such-host.invalid", 22);
        SshHost host = new SshHost("nowhere", nowhere, login(LONG, Identities.file(server.userKey())));
        assertEquals(
                "no-such-host.invalid:22 cannot be resolved; check the name, or give an address",
                sentence(host, "true"));
    }

    @Test
    void endsAScriptThatHangs() {
        Late late = late("did not finish", this::host, "sleep 1000");
        assertEquals(
                server.address().endpoint() + " did not finish the check within " + late.limit()
                        + "; look for a login script that waits, or raise --timeout",
                late.sentence());
    }

    @Test
    void endsALoginThatIsNeverAnswered() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SshAddress address = new SshAddress("u", "127.0.0.1", silent.getLocalPort());
            Late late = late(
                    "accepted",
                    limit -> new SshHost("silent", address, login(limit, Identities.file(server.userKey()))),
                    "true");
            assertEquals(
                    address.endpoint() + " accepted a connection but no login within " + late.limit()
                            + "; check that sshd answers on port " + address.port() + ", or raise --timeout",
                    late.sentence());
        }
    }

    @Test
    void endsAConnectThatIsNeverAccepted() throws IOException {
        List<SocketChannel> queued = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 8; i++) {
                SocketChannel waiting = SocketChannel.open();
                waiting.configureBlocking(false);
                waiting.connect(full.getLocalSocketAddress());
                queued.add(waiting);
            }
            SshAddress address = new SshAddress("u", "127.0.0.1", full.getLocalPort());
            SshHost host = new SshHost("full", address, login(SHORT, Identities.file(server.userKey())));
            assertEquals(
                    address.endpoint() + " did not accept a connection within 300ms; allow port " + address.port()
                            + " from here in its security group, or go through --jump",
                    sentence(host, "true"));
        } finally {
            for (SocketChannel waiting : queued) {
                waiting.close();
            }
        }
    }

    @Test
    void endsAScriptThatPrintsWithoutEnd() {
        assertEquals(
                server.address().endpoint()
                        + " gave no answer that can be read (the script printed more than 4 MiB); check again",
                sentence(host(LONG), "yes"));
    }

    @Test
    void reachesAHostThroughAProxyCommand() throws HostUnreachableException {
        Route route = new CommandRoute("bash -c 'exec 3<>/dev/tcp/%h/%p; cat <&3 & exec cat >&3'");
        SshLogin login = new SshLogin(route, Identities.file(server.userKey()), strict(), LONG, new Random(1));
        assertEquals(
                0, new SshHost("proxied", server.address(), login).run("true").exitCode());
    }

    /** What is said of a host that is late. */
    private record Late(String limit, String sentence) {}

    /** What is said once the limit is long enough for this machine to reach the stage in which the host hangs. */
    private static Late late(String stage, Function<Duration, SshHost> host, String script) {
        Duration limit = Duration.ofSeconds(1);
        String said = sentence(host.apply(limit), script);
        while (!said.contains(stage) && limit.compareTo(LONG) < 0) {
            limit = limit.multipliedBy(2);
            said = sentence(host.apply(limit), script);
        }
        return new Late(DurationText.format(limit), said);
    }

    private SshHost host(Duration limit) {
        return host(limit, Identities.file(server.userKey()));
    }

    private SshHost host(Duration limit, Identities identities) {
        return new SshHost("host", server.address(), login(limit, identities));
    }

    private SshLogin login(Duration limit, Identities identities) {
        return new SshLogin(Route.DIRECT, identities, strict(), limit, new Random(1));
    }

    private KnownHosts strict() {
        return KnownHosts.strict(new KnownHostsFile(knownHosts));
    }

    private static String sentence(SshHost host, String script) {
        return String.valueOf(assertThrows(HostUnreachableException.class, () -> host.run(script))
                .getMessage());
    }

    private static void addToAgent(Path socket, Path key) throws IOException, InterruptedException {
        ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", key.toString());
        add.environment().put("SSH_AUTH_SOCK", socket.toString());
        assertEquals(0, add.start().waitFor());
    }
}
