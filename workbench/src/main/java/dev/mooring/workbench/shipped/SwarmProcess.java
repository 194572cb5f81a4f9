package dev.mooring.workbench.shipped;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The load generator, opening and holding connections to the server. */
public final class SwarmProcess {
    private final Process process;
    private final Path json;
    private final Path html;
    private final Path log;

    /**
     * From where it loads which server.
     *
     * @param entrance the command that runs another one in the network of the clients; empty for this machine's own
     * @param url the server's, with {@code ws://} or {@code wss://}
     * @param options what names the addresses of the clients
     */
    public record Route(List<String> entrance, String url, List<String> options) {
        /** One range of local ports an address. */
        private static final String SOURCES = "--sources=127.0.0.2-127.0.0.21";

        public Route {
            entrance = List.copyOf(entrance);
            options = List.copyOf(options);
        }

        /** From many addresses of a loopback interface. */
        public static Route overLoopback(List<String> entrance, String url) {
            return new Route(entrance, url, List.of(SOURCES));
        }
    }

    private SwarmProcess(Process process, Path json, Path html, Path log) {
        this.process = process;
        this.json = json;
        this.html = html;
        this.log = log;
    }

    /** Starts it on this machine's loopback interface. */
    public static SwarmProcess start(
            Path program,
            int port,
            int connections,
            List<String> options,
            ChildProcesses children,
            Path folder,
            String name)
            throws IOException {
        Route route = Route.overLoopback(List.of(), "ws://127.0.0.1:" + port);
        return start(program, route, connections, options, children, folder, name);
    }

    /**
     * Starts it; its reports and what it says go to files in {@code folder} that begin with {@code name}.
     *
     * @param options beside the address, the number, the sources and the reports
     */
    public static SwarmProcess start(
            Path program,
            Route route,
            int connections,
            List<String> options,
            ChildProcesses children,
            Path folder,
            String name)
            throws IOException {
        Path json = folder.resolve(name + ".json");
        Path html = folder.resolve(name + ".html");
        Files.deleteIfExists(json);
        Files.deleteIfExists(html);
        List<String> command = new ArrayList<>(route.entrance());
        // Its own session: Ctrl-C at a terminal reaches this program alone, which ends the clients in its time.
        command.addAll(List.of(
                "setsid",
                program.toString(),
                route.url(),
                "--connections=" + connections,
                "--json=" + json,
                "--html=" + html));
        command.addAll(route.options());
        command.addAll(options);
        Path log = folder.resolve(name + ".log");
        Process process = children.start(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()));
        return new SwarmProcess(process, json, html, log);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Closes its connections and reports what it has. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it with all its connections at once, and returns when they are gone; there is no report. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * Lets it close its connections, and returns what it saw.
     *
     * @throws IOException when it has not ended by the deadline, or leaves no report
     */
    public SwarmReport finish(Duration deadline) throws IOException, InterruptedException {
        terminate();
        if (!endsWithin(deadline)) {
            throw new IOException("the clients did not end within " + DurationText.format(deadline) + "; see " + log);
        }
        return figures().orElseThrow(() -> new IOException("the clients left no report; see " + log));
    }

    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Asked when it has ended.
     *
     * @throws IOException when it could not do what it was asked for; the log says why
     */
    public void requireSuccess() throws IOException {
        if (process.exitValue() != 0) {
            throw new IOException("the clients ended with " + process.exitValue() + "; see " + log);
        }
    }

    public Optional<SwarmReport> figures() throws IOException {
        return Files.exists(json) ? Optional.of(SwarmReport.read(json)) : Optional.empty();
    }

    public Optional<String> page() throws IOException {
        return Files.exists(html) ? Optional.of(Files.readString(html)) : Optional.empty();
    }
}
