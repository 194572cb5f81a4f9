package dev.mooring.engineredis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.engineredis.resp.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;

/** A redis-server of the test's own on a loopback port. Where the program is missing the test is skipped. */
final class RedisServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/redis-server");
    private static final int TRIES = 5;
    private static final int MIN_PORT = 10_240;
    private static final int MAX_PORT = 32_767;

    private final int port;
    private final List<String> options;
    private Process process;

    private RedisServer(int port, List<String> options) throws IOException {
        this.port = port;
        this.options = options;
        this.process = started();
    }

    static RedisServer start(String... options) throws IOException {
        for (int tried = 1; ; tried++) {
            try {
                return startOn(freePort(), options);
            } catch (IOException taken) {
                if (tried == TRIES) {
                    throw taken;
                }
            }
        }
    }

    static RedisServer startOn(int port, String... options) throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), PROGRAM + " is missing: apt-get install redis-server");
        return new RedisServer(port, List.of(options));
    }

    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT + 1);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException taken) {
                // Another one, then.
            }
        }
    }

    private Process started() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(), "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        command.addAll(options);
        Process redis = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (!answers()) {
            if (!redis.isAlive()) {
                throw new IOException("redis-server ended with " + redis.exitValue() + " on port " + port);
            }
            Thread.onSpinWait();
        }
        return redis;
    }

    /** Also when it asks for a password. */
    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            int first = socket.getInputStream().read();
            return first == '+' || first == '-';
        } catch (IOException notYet) {
            return false;
        }
    }

    String address() {
        return "redis://127.0.0.1:" + port + "/";
    }

    int port() {
        return port;
    }

    /** What it answers to a command, on a connection of its own; the number where it is one. */
    String ask(String... words) throws IOException {
        try (RedisConnection connection =
                RedisConnection.open(RedisAddress.parse(address()), defaultContext(), "test")) {
            connection.write(Command.of(words));
            return connection.next().text(0);
        }
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Ends it with SIGKILL. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    void startAgain() throws IOException {
        process = started();
    }

    void freeze() throws IOException {
        signal("-STOP");
    }

    void thaw() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        Process kill = new ProcessBuilder("/bin/kill", signal, "" + process.pid()).start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("kill " + signal + " failed");
        }
    }

    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                thaw();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            process.destroyForcibly();
        }
    }
}
