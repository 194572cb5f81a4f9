package dev.mooring.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code host-tuning/verify} against this machine, over a real sshd of its own on loopback with keys made for the run.
 *
 * @param workspace of the programs and the fleet, and where the keys, the configuration and the report go
 */
record VerifyRun(RehearsalWorkspace workspace) {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");
    private static final int TRIES = 100;
    private static final int POLL_MILLIS = 50;

    /** Whether an sshd can be started here: it is installed, and this user may log in to itself. */
    static boolean possible() {
        return Files.isExecutable(SSHD) && Files.isExecutable(Path.of("/usr/bin/ssh-keygen"));
    }

    /** The report of verify, as JSON. */
    JsonNode run(ChildProcesses children) throws IOException, InterruptedException {
        Path keys = Files.createDirectories(workspace.output().resolve("sshd"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
        key(children, keys.resolve("host"));
        key(children, keys.resolve("user"));
        int port = LoopbackPort.free();
        Files.writeString(
                keys.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + Files.readString(keys.resolve("host.pub")));
        Files.writeString(keys.resolve("config"), configuration(keys, port));
        if (user().equals("root")) {
            // Debian's sshd, started by root, drops its privileges there and does not start without it.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Process sshd = children.start(new ProcessBuilder(
                        SSHD.toString(),
                        "-D",
                        "-e",
                        "-f",
                        keys.resolve("config").toString())
                .redirectErrorStream(true)
                .redirectOutput(keys.resolve("log").toFile()));
        try {
            awaitPort(sshd, port);
            return verify(children, keys, port);
        } finally {
            children.end(sshd);
        }
    }

    private JsonNode verify(ChildProcesses children, Path keys, int port) throws IOException, InterruptedException {
        Process verify = children.start(new ProcessBuilder(
                        workspace.root().resolve("host-tuning/verify").toString(),
                        user() + "@127.0.0.1:" + port,
                        "--identity=" + keys.resolve("user"),
                        "--known-hosts=" + keys.resolve("known_hosts"),
                        "--fleet=" + workspace.fleet(),
                        "--format=json")
                .redirectError(workspace.output().resolve("verify.log").toFile()));
        String report = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = verify.waitFor();
        if (report.isBlank()) {
            throw new IOException("host-tuning/verify exited with " + code + ": "
                    + Files.readString(workspace.output().resolve("verify.log")).strip());
        }
        Files.writeString(workspace.output().resolve("host.json"), report);
        return new ObjectMapper().readTree(report);
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    private static void key(ChildProcesses children, Path file) throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        children.run(
                Path.of("/"),
                List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "rehearsal", "-f", file.toString()));
    }

    private static String configuration(Path keys, int port) {
        return """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                UsePAM no
                StrictModes no
                PasswordAuthentication no
                PermitRootLogin prohibit-password
                """.formatted(port, keys.resolve("host"), keys.resolve("user.pub"));
    }

    private static void awaitPort(Process sshd, int port) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                if (sshd.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IOException("sshd ended with " + sshd.exitValue(), notYet);
                }
            }
        }
        throw new IOException("sshd does not listen on port " + port);
    }
}
