package dev.mooring.proof.soak.process;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.workbench.process.LiveObjects;
import dev.mooring.workbench.process.LoopbackPort;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.ServerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The server from its bundle, on ports of the loopback interface, watched from outside. */
public final class Server {
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);

    private final SoakWorkspace workspace;
    private final Setting setting;
    private final Process process;

    /**
     * How a server is started.
     *
     * @param environment added to this process's own
     */
    public record Setting(
            NetworkSpace space, int port, int admin, int connections, Timing timing, Map<String, String> environment) {
        public static Setting of(NetworkSpace space, int connections, Timing timing) throws IOException {
            return new Setting(space, LoopbackPort.free(), LoopbackPort.free(), connections, timing, Map.of());
        }

        public Setting with(Map<String, String> variables) {
            return new Setting(space, port, admin, connections, timing, variables);
        }
    }

    private Server(SoakWorkspace workspace, Setting setting, Process process) {
        this.workspace = workspace;
        this.setting = setting;
        this.process = process;
    }

    /** Starts it and returns when it serves. */
    public static Server start(SoakWorkspace workspace, Setting setting) throws IOException, InterruptedException {
        Path log = workspace.output().resolve("server-" + setting.port() + ".log");
        ProcessBuilder builder = new ProcessBuilder(setting.space().command(command(workspace, setting)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(setting.environment());
        Server server = new Server(workspace, setting, workspace.children().start(builder));
        Waiting.until(() -> !server.process.isAlive() || server.answers(), START_DEADLINE);
        if (!server.answers()) {
            throw new IOException(
                    "the server did not start: " + Files.readString(log).strip().replace('\n', ' '));
        }
        return server;
    }

    /** Starts another one on the same ports, after this one has gone. */
    public Server startAgain() throws IOException, InterruptedException {
        return start(workspace, setting);
    }

    /** Sends a message to everybody; returns when it is in the hands of all that keep up. */
    public void broadcast(Path message) throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + setting.admin() + "/broadcast";
        workspace
                .children()
                .run(
                        workspace.root(),
                        setting.space()
                                .command(List.of(
                                        "curl", "-sSf", "--max-time", "300", "--data-binary", "@" + message, url)));
    }

    /** Asks for a drain and the end. */
    public void terminate() {
        process.destroy();
    }

    /** How long it takes until the process has ended; empty when that is longer than the deadline. */
    public Optional<Duration> endsWithin(Duration deadline) throws InterruptedException {
        long start = System.nanoTime();
        return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(Duration.ofNanos(System.nanoTime() - start))
                : Optional.empty();
    }

    /** Whether its process is there. */
    public boolean lives() {
        return process.isAlive();
    }

    /** Ends it at once, as kill -9 does. */
    public void kill() {
        workspace.children().kill(process);
    }

    public void signal(String name) throws IOException, InterruptedException {
        workspace.signal(process.pid(), name);
    }

    public int port() {
        return setting.port();
    }

    public NetworkSpace space() {
        return setting.space();
    }

    public long pid() {
        return process.pid();
    }

    /** Asked by curl, which can be run in any network namespace; some 10 ms of CPU. */
    public ServerStatus status() throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + setting.admin() + "/status";
        return ServerStatus.parse(workspace
                .children()
                .run(workspace.root(), setting.space().command(List.of("curl", "-sSf", "--max-time", "20", url))));
    }

    /** Live bytes of the heap; the server stops and collects the rest first. */
    public long liveHeap() throws IOException, InterruptedException {
        return LiveObjects.of(process.pid(), workspace.children()).totalBytes();
    }

    /** What a command of the Java virtual machine's own prints. */
    public String jcmd(String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return workspace
                .children()
                .run(workspace.root(), List.of(jcmd.toString(), Long.toString(process.pid()), command));
    }

    private boolean answers() throws InterruptedException {
        try {
            status();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static List<String> command(SoakWorkspace workspace, Setting setting) throws IOException {
        Timing timing = setting.timing();
        return List.of(
                workspace.serverProgram().toString(),
                "--bind=" + setting.space().address(),
                "--ports=" + setting.port(),
                "--admin=127.0.0.1:" + setting.admin(),
                "--max-connections=" + setting.connections(),
                "--keepalive=" + DurationText.format(timing.keepalive()),
                "--pong-timeout=" + DurationText.format(timing.pongTimeout()),
                "--idle-timeout=" + DurationText.format(timing.idleTimeout()));
    }
}
