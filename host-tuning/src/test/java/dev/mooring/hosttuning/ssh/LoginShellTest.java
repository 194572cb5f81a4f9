package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.PlanCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins as an ordinary user, made for each test and removed after it; only root can do that. */
@NeedsSshd
final class LoginShellTest {
    @TempDir
    private Path folder;

    private String user = "";
    private SshServer server;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        assumeTrue(SshServer.user().equals("root"), "only root can make a user for this test");
        server = SshServer.start(folder);
        user = "mooring" + ProcessHandle.current().pid();
        Path home = folder.resolve("home");
        SshServer.run("useradd", "--create-home", "--home-dir", home.toString(), "--shell", "/bin/bash", user);
        SshServer.run("usermod", "--password", "*", user);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (!user.isEmpty()) {
            server.close();
            SshServer.run("userdel", "--force", "--remove", user);
        }
    }

    @Test
    void givesWhatTheScriptPrintsBehindTheNoiseOfAnRcFile() throws IOException, HostUnreachableException {
        rc("echo 'Welcome!'; echo 'no tty' >&2; cd /; alias echo=false; set -u");
        HostReply reply = host().run("echo \"sum $((40 + 2))\"; exit 5");
        assertEquals(List.of("Welcome!", "sum 42"), reply.output().lines().toList());
        assertEquals(5, reply.exitCode());
    }

    @Test
    void runsTheScriptInAPosixShellWhateverTheLoginShellIs()
            throws IOException, InterruptedException, HostUnreachableException {
        Path shell = Files.writeString(folder.resolve("shell"), """
                #!/bin/bash
                echo "login shell: $1"
                exec bash "$@"
                """);
        SshServer.run("chmod", "+x", shell.toString());
        SshServer.run("usermod", "--shell", shell.toString(), user);
        HostReply reply = host().run("echo \"it's ${BASH_VERSION:-plain}\"");
        assertEquals(
                List.of("login shell: -c", "it's plain"), reply.output().lines().toList());
    }

    @Test
    void failsNothingForAUserWithoutSudoThatPassesForRoot() throws IOException, HostUnreachableException {
        rc("echo 'Welcome!'; echo fs.nr_open=7");
        PlanCheck check = new PlanCheck(CapacityPlanner.plan(FleetSpec.of(Map.of())), Role.SERVER);
        List<String> asRoot = failures(check.check(host("root")));
        List<String> asUser = failures(check.check(host()));
        asUser.removeAll(asRoot);
        assertEquals(List.of(), asUser);
    }

    private static List<String> failures(HostReport report) {
        return report.findings().stream()
                .filter(Finding::fails)
                .map(finding -> finding.check().id())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void rc(String line) throws IOException {
        Path rc = folder.resolve("home/.bashrc");
        Files.writeString(rc, line + "\n");
    }

    private SshHost host() {
        return host(user);
    }

    private SshHost host(String login) {
        SshAddress address = new SshAddress(login, "127.0.0.1", server.address().port());
        Path known = folder.resolve("known_hosts");
        SshLogin access = new SshLogin(
                Route.DIRECT,
                Identities.file(server.userKey()),
                KnownHosts.acceptNew(warning -> {}, new KnownHostsFile(known)),
                Duration.ofMinutes(1),
                new Random(1));
        return new SshHost("host", address, access);
    }
}
