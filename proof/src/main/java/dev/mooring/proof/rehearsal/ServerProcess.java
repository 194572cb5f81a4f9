package dev.mooring.proof.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.process.ChildProcesses;
import dev.mooring.proof.process.LoopbackPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server from its bundle, serving on free ports of the loopback interface, asked over its admin port. */
final class ServerProcess {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 3;
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int USAGE = 64;

    private final Process process;
    private final int port;
    private final URL status;

    /** The counters that a rehearsal watches. */
    record Status(long open, long pingsSent, int eventLoops) {}

    private ServerProcess(Process process, int port, URL status) {
        this.process = process;
        this.port = port;
        this.status = status;
    }

    /** Starts the server and returns when it serves; where somebody takes a port first, others are tried. */
    static ServerProcess start(Path program, RehearsalPlan plan, ChildProcesses children, Path log)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            int port = LoopbackPort.free();
            int admin = LoopbackPort.free();
            // Its own session: a terminal sends Ctrl-C to the rehearsal alone, which ends the server in its time.
            Process process = children.start(new ProcessBuilder(command(program, plan, port, admin))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile()));
            ServerProcess server = new ServerProcess(
                    process,
                    port,
                    URI.create("http://127.0.0.1:" + admin + "/status").toURL());
            if (server.serves(log)) {
                return server;
            }
            if (process.exitValue() != USAGE || attempt == ATTEMPTS) {
                throw ended(process, log);
            }
        }
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    Status status() throws IOException {
        try (InputStream answer = status.openStream()) {
            JsonNode node = JSON.readTree(answer);
            return new Status(
                    node.required("connections").required("open").asLong(),
                    node.required("keepalive").required("pingsSent").asLong(),
                    node.required("eventLoops").asInt());
        } catch (ConnectException refused) {
            throw new IOException(
                    "the server no longer answers on its admin port; see target/rehearsal/server.log", refused);
        }
    }

    /** Asks for a drain. */
    void terminate() {
        process.destroy();
    }

    /** Whether it ended by itself, and well. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
    }

    private static List<String> command(Path program, RehearsalPlan plan, int port, int admin) {
        return List.of(
                "setsid",
                program.toString(),
                "--bind=127.0.0.1",
                "--ports=" + port,
                "--admin=127.0.0.1:" + admin,
                "--keepalive=" + DurationText.format(plan.timeouts().keepalive()),
                "--pong-timeout=" + DurationText.format(plan.timeouts().pongTimeout()),
                "--idle-timeout=" + DurationText.format(plan.timeouts().idleTimeout()),
                "--drain-window=" + DurationText.format(plan.drainWindow()));
    }

    /** Waits until the admin port answers, which opens last; false when the process ended first. */
    private boolean serves(Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        while (System.nanoTime() < deadline) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            try {
                status();
                return true;
            } catch (IOException notYet) {
                // The port is not open yet; the deadline bounds the wait.
            }
        }
        throw new IOException("the server did not serve within " + START_DEADLINE.toSeconds() + "s; see " + log);
    }

    private static IOException ended(Process process, Path log) throws IOException {
        String said = Files.readString(log).strip();
        return new IOException(
                "the server ended with " + process.exitValue() + ": " + said.substring(said.lastIndexOf('\n') + 1));
    }
}
