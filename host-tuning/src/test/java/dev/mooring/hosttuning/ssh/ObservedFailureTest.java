package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of hosts that were not reached, and that hosts are reached which ssh reaches. */
@NeedsSshd
final class ObservedFailureTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private SshServer server;
    private KnownHostsFile known;

    private void start(String... settings) throws IOException, InterruptedException {
        server = SshServer.start(Files.createDirectory(folder.resolve("server")), settings);
        known = new KnownHostsFile(Files.writeString(
                folder.resolve("known_hosts"), server.knownAs(server.address().alias()) + "\n"));
    }

    @BeforeEach
    void start() throws IOException, InterruptedException {
        start(new String[0]);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void triesTheKeyFilesWhereTheAgentHasNoKey() throws Exception {
        Files.copy(server.userKey(), folder.resolve("id_ed25519"));
        try (SshAgent agent = SshAgent.start(folder.resolve("agent"))) {
            Identities usual = Identities.usual(agent.socket().toString(), folder);
            assertEquals(0, host(usual).run("true").exitCode());
        }
    }

    @Test
    void triesTheKeyFilesOneAfterTheOther() throws Exception {
        SshServer.run(
                "ssh-keygen",
                "-q",
                "-t",
                "rsa",
                "-N",
                "",
                "-f",
                folder.resolve("id_rsa").toString());
        SshServer.keygen(folder.resolve("id_ecdsa"), "secret phrase");
        Files.copy(server.userKey(), folder.resolve("id_ed25519"));
        assertEquals(0, host(Identities.usual("", folder)).run("true").exitCode());
        assertEquals(1, server.logins());
    }

    @Test
    void offersTheCertificateBesideAKey() throws Exception {
        server.close();
        Files.move(folder.resolve("server"), folder.resolve("before"));
        SshServer.keygen(folder.resolve("ca"), "");
        start("TrustedUserCAKeys " + folder.resolve("ca.pub"));
        Path key = folder.resolve("id_ed25519");
        SshServer.keygen(key, "");
        SshServer.run(
                "ssh-keygen",
                "-q",
                "-s",
                folder.resolve("ca").toString(),
                "-I",
                "me",
                "-n",
                SshServer.user(),
                key + ".pub");
        assertEquals(0, host(Identities.file(key)).run("true").exitCode());
    }

    @Test
    void saysThatNoKeyWasOffered() throws Exception {
        try (SshAgent agent = SshAgent.start(folder.resolve("agent"))) {
            assertEquals(
                    server.address().endpoint() + " was offered no key for user " + SshServer.user()
                            + ", as the ssh-agent at " + agent.socket()
                            + " gave none; run ssh-add, or give --identity",
                    sentence(host(Identities.agent(agent.socket()))));
        }
    }

    @Test
    void saysWithWhichCodeAProxyCommandEnded() {
        SshAddress far = new SshAddress("u", "10.0.0.9", 22);
        assertEquals(
                "10.0.0.9:22 was not reached: proxy-command=sh exited with 7; read what it printed, or run it by hand",
                sentence(new SshHost("far", far, login(new CommandRoute("sh -c 'exit 7'"), key(), LONG))));
    }

    @Test
    void saysThatAProxyCommandIsSilent() {
        SshAddress far = new SshAddress("u", "10.0.0.9", 22);
        Duration limit = SHORT;
        String said = sentence(new SshHost("far", far, login(new CommandRoute("sleep 1000"), key(), limit)));
        // A slow machine may not have begun the command within so short a limit.
        while (!said.contains("was not heard") && limit.compareTo(LONG) < 0) {
            limit = limit.multipliedBy(3);
            said = sentence(new SshHost("far", far, login(new CommandRoute("sleep 1000"), key(), limit)));
        }
        assertEquals(
                "10.0.0.9:22 was not heard: proxy-command=sleep said nothing within " + DurationText.format(limit)
                        + "; run it by hand to see what it waits for, or raise --timeout",
                said);
    }

    @Test
    void givesNoDirectKeyscanForAHostBehindAProxyCommand() throws IOException {
        Files.writeString(known.path(), "");
        Route route = new CommandRoute("bash -c 'exec 3<>/dev/tcp/%h/%p; cat <&3 & exec cat >&3'");
        String sentence = sentence(new SshHost("far", server.address(), login(route, key(), LONG)));
        assertFalse(sentence.contains("ssh-keyscan"), sentence);
        assertTrue(
                sentence.endsWith("compare it on the host's own console, then give --host-key accept-new"), sentence);
    }

    @Test
    void saysThatTheConnectionWasLost() throws Exception {
        assertEquals(
                server.address().endpoint() + " lost the connection during the check, which was cut off; check again,"
                        + " and read the log of its sshd if it happens again",
                String.valueOf(assertThrows(
                                HostUnreachableException.class,
                                () -> host(key()).run("kill -9 $PPID; sleep 60"))
                        .getMessage()));
    }

    @Test
    void asksOnlyAnOldServerToBeUpdated() throws Exception {
        server.close();
        Files.move(folder.resolve("server"), folder.resolve("before"));
        start("Ciphers chacha20-poly1305@openssh.com");
        String sentence = sentence(host(key()));
        assertTrue(
                sentence.startsWith(server.address().endpoint() + " and this machine share no cipher.c2s; it allows"
                        + " chacha20-poly1305@openssh.com alone: allow one of "),
                sentence);
        assertTrue(sentence.endsWith(" in its sshd_config"), sentence);
    }

    @Test
    void triesEveryAddressOfAName() throws Exception {
        TcpTransport transport = new TcpTransport(server.address());
        transport.open(List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")));
        assertEquals('S', transport.getInputStream().read());
        transport.close();
    }

    private Identities key() {
        return Identities.file(server.userKey());
    }

    private SshHost host(Identities identities) {
        return new SshHost("host", server.address(), login(Route.DIRECT, identities, LONG));
    }

    private SshLogin login(Route route, Identities identities, Duration limit) {
        return new SshLogin(route, identities, KnownHosts.strict(known), limit, new Random(1));
    }

    private static String sentence(SshHost host) {
        return String.valueOf(assertThrows(HostUnreachableException.class, () -> host.run("true"))
                .getMessage());
    }
}
