package dev.mooring.proof.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.peers.process.ChildProcesses;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.reading.ClassHistogram;
import dev.mooring.proof.peers.reading.CpuTime;
import dev.mooring.proof.peers.reading.ResidentMemory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The server from its bundle, as a process of its own, read through its admin port and /proc. */
final class ShippedServer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);

    private final ChildProcesses children;
    private final Process process;
    private final int port;
    private final int adminPort;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    private ShippedServer(ChildProcesses children, Process process, int port, int adminPort) {
        this.children = children;
        this.process = process;
        this.port = port;
        this.adminPort = adminPort;
    }

    /** Starts the bundle below {@code root} and returns when it is ready. */
    static ShippedServer start(ChildProcesses children, Path root, Duration keepalive, Duration drainWindow, Path log)
            throws IOException, InterruptedException {
        int port = RunningServer.freePort();
        int admin = RunningServer.freePort();
        Process process = children.start(new ProcessBuilder(
                        program(root).toString(),
                        "--ports=" + port,
                        "--bind=127.0.0.1",
                        "--admin=127.0.0.1:" + admin,
                        "--keepalive=" + DurationText.format(keepalive),
                        "--pong-timeout=" + DurationText.format(keepalive),
                        "--drain-window=" + DurationText.format(drainWindow))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
        ShippedServer server = new ShippedServer(children, process, port, admin);
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        while (!server.ready()) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new IOException("the server did not start; it said: "
                        + Files.readString(log).strip());
            }
        }
        return server;
    }

    /** SIGTERM: the drain begins. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end of the drain; the exit code. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    int port() {
        return port;
    }

    JsonNode status() throws IOException, InterruptedException {
        return json.readTree(get("/status"));
    }

    int open() throws IOException, InterruptedException {
        return status().path("connections").path("open").asInt();
    }

    long pingsSent() throws IOException, InterruptedException {
        return status().path("keepalive").path("pingsSent").asLong();
    }

    CpuTime cpuTime() throws IOException {
        return CpuTime.of(process.pid());
    }

    ResidentMemory memory() throws IOException {
        return ResidentMemory.of(process.pid());
    }

    ClassHistogram classHistogram() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return ClassHistogram.parse(children.run(
                Path.of("/"), List.of(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")));
    }

    @Override
    public void close() {
        children.kill(process);
    }

    private static Path program(Path root) throws IOException {
        try (Stream<Path> bundles = Files.list(root.resolve("server/target/bundle"))) {
            return bundles.map(bundle -> bundle.resolve("bin/mooring-server"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IOException("server/target/bundle holds no bundle; run: mvn package"));
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            get("/ready");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                .timeout(START_DEADLINE)
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode());
        }
        return response.body();
    }
}
