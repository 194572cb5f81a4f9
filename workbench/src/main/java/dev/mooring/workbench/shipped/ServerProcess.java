package dev.mooring.workbench.shipped;

import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server from its bundle, serving on free ports of the loopback interface, asked over its admin port. */
public final class ServerProcess {
    private static final int ATTEMPTS = 3;
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);
    /** For an answer of the admin port: a stopped server accepts connections and answers none. */
    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(10);

    /** The exit code of a server whose port is in use. */
    private static final int UNAVAILABLE = 69;

    private final Process process;
    private final int port;
    private final URI admin;
    private final Path log;

    /**
     * How it runs.
     *
     * @param more options beside those of every server here
     */
    public record Settings(TimeoutLadder timeouts, Duration drainWindow, List<String> more) {
        public Settings {
            more = List.copyOf(more);
        }

        public Settings(TimeoutLadder timeouts, Duration drainWindow) {
            this(timeouts, drainWindow, List.of());
        }
    }

    private ServerProcess(Process process, int port, URI admin, Path log) {
        this.process = process;
        this.port = port;
        this.admin = admin;
        this.log = log;
    }

    /** Starts the server and returns when it serves; where somebody takes a port first, others are tried. */
    public static ServerProcess start(Path program, Settings settings, ChildProcesses children, Path log)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            int port = LoopbackPort.free();
            int admin = LoopbackPort.free();
            // Its own session: a terminal sends Ctrl-C to this program alone, which ends the server in its time.
            Process process = children.start(new ProcessBuilder(command(program, settings, port, admin))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile()));
            ServerProcess server = new ServerProcess(process, port, URI.create("http://127.0.0.1:" + admin + "/"), log);
            if (server.serves()) {
                return server;
            }
            if (process.exitValue() != UNAVAILABLE || attempt == ATTEMPTS) {
                throw server.hasEnded();
            }
        }
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    /** Where its admin port listens. */
    public URI admin() {
        return admin;
    }

    /** Whether the process is there. */
    public boolean isRunning() {
        return process.isAlive();
    }

    public ServerStatus status() throws IOException {
        try (InputStream answer = request("status").getInputStream()) {
            return ServerStatus.parse(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        } catch (ConnectException | SocketTimeoutException refused) {
            throw new IOException("the server no longer answers on its admin port; see " + log, refused);
        }
    }

    /** The connections that are open; none once it has ended well, which it does with the last one that it drains. */
    public long open() throws IOException, InterruptedException {
        try {
            return status().open();
        } catch (IOException gone) {
            if (endsWithin(ANSWER_DEADLINE)) {
                return 0;
            }
            throw gone;
        }
    }

    /** Asks for a drain over the admin port, as the agent of a host does; the server stays. */
    public void drain() throws IOException {
        post("drain");
    }

    /** Asks it to send so many of its connections elsewhere, as the agent of a host does. */
    public void move(long connections, Duration window) throws IOException {
        post("move?connections=" + connections + "&window=" + DurationText.format(window));
    }

    private void post(String action) throws IOException {
        HttpURLConnection request = request(action);
        request.setRequestMethod("POST");
        try {
            if (request.getResponseCode() != HttpURLConnection.HTTP_ACCEPTED) {
                throw new IOException("the server answered " + action + " with " + request.getResponseCode());
            }
        } finally {
            request.disconnect();
        }
    }

    /** Asks for a drain and the end. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it at once, as the death of its machine would: SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Whether it ended by itself, and well. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
    }

    private static List<String> command(Path program, Settings settings, int port, int admin) {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                program.toString(),
                "--bind=127.0.0.1",
                "--ports=" + port,
                "--admin=127.0.0.1:" + admin,
                "--keepalive=" + DurationText.format(settings.timeouts().keepalive()),
                "--pong-timeout=" + DurationText.format(settings.timeouts().pongTimeout()),
                "--idle-timeout=" + DurationText.format(settings.timeouts().idleTimeout()),
                "--drain-window=" + DurationText.format(settings.drainWindow())));
        command.addAll(settings.more());
        return command;
    }

    /** Waits until the admin port answers, which opens last; false when the process ended first. */
    private boolean serves() throws IOException, InterruptedException {
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

    private HttpURLConnection request(String path) throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) admin.resolve(path).toURL().openConnection();
        request.setConnectTimeout(Math.toIntExact(ANSWER_DEADLINE.toMillis()));
        request.setReadTimeout(Math.toIntExact(ANSWER_DEADLINE.toMillis()));
        return request;
    }

    private IOException hasEnded() throws IOException {
        String said = Files.readString(log).strip();
        return new IOException(
                "the server ended with " + process.exitValue() + ": " + said.substring(said.lastIndexOf('\n') + 1));
    }
}
