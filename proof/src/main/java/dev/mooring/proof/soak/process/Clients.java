package dev.mooring.proof.soak.process;

import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The load generator as a process: holds connections until it is told to finish. */
public final class Clients {
    private static final Duration FINISH_DEADLINE = Duration.ofMinutes(1);
    private static final String LONGER_THAN_ANY_RUN = "24h";

    private final SoakWorkspace workspace;
    private final String name;
    private final Process process;
    private final Path json;

    private Clients(SoakWorkspace workspace, String name, Process process, Path json) {
        this.workspace = workspace;
        this.name = name;
        this.process = process;
        this.json = json;
    }

    /**
     * Starts opening connections.
     *
     * @param name begins the names of the files it writes
     * @param options further options of the load generator
     */
    public static Clients start(
            SoakWorkspace workspace, Server server, String name, int connections, List<String> options)
            throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add("--sources=127.0.0.2-127.0.0.21");
        return startFrom(server.space(), workspace, server, name, connections, all);
    }

    /** Starts opening connections from another place than the server's, from whatever addresses it has. */
    public static Clients startFrom(
            NetworkSpace space,
            SoakWorkspace workspace,
            Server server,
            String name,
            int connections,
            List<String> options)
            throws IOException {
        Path json = workspace.output().resolve(name + ".json");
        Files.deleteIfExists(json);
        List<String> command = new ArrayList<>(List.of(
                workspace.swarmProgram().toString(),
                "ws://" + server.space().address() + ":" + server.port(),
                "--connections=" + connections,
                "--hold=" + LONGER_THAN_ANY_RUN,
                "--processes=1",
                "--json=" + json));
        command.addAll(options);
        Process process = workspace
                .children()
                .start(new ProcessBuilder(space.command(command))
                        .redirectErrorStream(true)
                        .redirectOutput(
                                workspace.output().resolve(name + ".log").toFile()));
        return new Clients(workspace, name, process, json);
    }

    public void signal(String signal) throws IOException, InterruptedException {
        workspace.signal(process.pid(), signal);
    }

    /** Ends the process with all its connections at once; there are no figures. */
    public void kill() {
        workspace.children().kill(process);
    }

    /** Lets it close its connections, and returns what it saw. */
    public SwarmReport finish() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(FINISH_DEADLINE.toMillis(), TimeUnit.MILLISECONDS) || !Files.exists(json)) {
            throw new IOException("the clients " + name + " wrote no report; see target/soak/" + name + ".log");
        }
        return SwarmReport.read(json);
    }
}
