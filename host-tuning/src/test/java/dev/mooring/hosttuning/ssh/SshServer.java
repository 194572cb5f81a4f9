package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Debian's sshd on loopback, with its own settings, host key and authorized key in a folder of its own. */
public final class SshServer implements AutoCloseable {
    /** Another name shows what happens where there is none: {@code -Dmooring.sshd=/nowhere}. */
    static final Path SSHD = Path.of(System.getProperty("mooring.sshd", "/usr/sbin/sshd"));

    static final String MISSING = "sshd is missing: install openssh-server";

    private static final int MIN_PORT = 10_240;
    /** Below the ports that Linux gives to outgoing connections (ip_local_port_range, by default 32768 to 60999). */
    private static final int MAX_PORT = 32_767;

    private static final int ATTEMPTS = 100;

    private final Path folder;
    private final int port;
    private final Process process;

    private SshServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts an sshd and waits until it greets.
     *
     * @param folder an empty folder that only its owner writes to
     * @param settings further lines of sshd_config
     */
    public static SshServer start(Path folder, String... settings) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SSHD), MISSING);
        keygen(folder.resolve("host_key"), "");
        keygen(folder.resolve("user_key"), "");
        Files.copy(folder.resolve("user_key.pub"), folder.resolve("authorized_keys"));
        if (user().equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        int port = freePort();
        Path config = Files.write(folder.resolve("sshd_config"), config(folder, port, settings));
        Process process = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        SshServer server = new SshServer(folder, port, process);
        server.awaitGreeting();
        return server;
    }

    public SshAddress address() {
        return new SshAddress(user(), "127.0.0.1", port);
    }

    public Path userKey() {
        return folder.resolve("user_key");
    }

    /** The line that known_hosts needs for this server under a name. */
    public String knownAs(String alias) throws IOException {
        return alias + " " + Files.readString(folder.resolve("host_key.pub")).strip();
    }

    public String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** How often a login was accepted. */
    public long logins() throws IOException {
        return log().lines()
                .filter(line -> line.startsWith("Accepted publickey"))
                .count();
    }

    @Override
    public void close() {
        List<ProcessHandle> sessions = process.descendants().toList();
        sessions.forEach(ProcessHandle::destroy);
        process.destroy();
        sessions.forEach(session -> session.onExit().join());
        process.onExit().join();
    }

    public static void keygen(Path key, String passphrase) throws IOException, InterruptedException {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", key.toString());
    }

    public static void run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ": " + output);
        }
    }

    public static String user() {
        return System.getProperty("user.name");
    }

    private static List<String> config(Path folder, int port, String... settings) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> lines = new ArrayList<>(Arrays.asList(settings));
        lines.addAll(List.of(
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + folder.resolve("host_key"),
                "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
                "PidFile none",
                "UsePAM no",
                "StrictModes no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "PermitRootLogin prohibit-password",
                "PrintMotd no",
                "LogLevel VERBOSE"));
        return lines;
    }

    /** A port that no outgoing connection is given: one that asks before sshd listens would else meet itself. */
    private static int freePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT + 1);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    private void awaitGreeting() throws IOException {
        while (process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.getInputStream().read() == 'S') {
                    return;
                }
            } catch (IOException notListeningYet) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("sshd ended: " + log());
    }
}
