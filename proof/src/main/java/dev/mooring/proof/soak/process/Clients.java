package dev.mooring.proof.soak.process;

import dev.mooring.workbench.shipped.SwarmProcess;
import dev.mooring.workbench.shipped.SwarmProcess.Route;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The load generator as a process: holds connections until it is told to finish. */
public record Clients(SoakWorkspace workspace, SwarmProcess swarm) {
    private static final Duration FINISH_DEADLINE = Duration.ofMinutes(1);
    private static final String LONGER_THAN_ANY_RUN = "24h";

    /**
     * Starts opening connections.
     *
     * @param options further options of the load generator
     */
    public static Clients start(
            SoakWorkspace workspace, Server server, String name, int connections, List<String> options)
            throws IOException {
        Route route = Route.overLoopback(server.space().entrance(), url(server));
        return start(route, workspace, name, connections, options);
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
        return start(new Route(space.entrance(), url(server), List.of()), workspace, name, connections, options);
    }

    private static Clients start(
            Route route, SoakWorkspace workspace, String name, int connections, List<String> options)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("--hold=" + LONGER_THAN_ANY_RUN, "--processes=1"));
        all.addAll(options);
        SwarmProcess swarm = SwarmProcess.start(
                workspace.swarmProgram(), route, connections, all, workspace.children(), workspace.output(), name);
        return new Clients(workspace, swarm);
    }

    private static String url(Server server) {
        return "ws://" + server.space().address() + ":" + server.port();
    }

    public void signal(String signal) throws IOException, InterruptedException {
        workspace.signal(swarm.pid(), signal);
    }

    /** Ends the process with all its connections at once; there are no figures. */
    public void kill() {
        swarm.kill();
    }

    /** Lets it close its connections, and returns what it saw. */
    public SwarmReport finish() throws IOException, InterruptedException {
        return swarm.finish(FINISH_DEADLINE);
    }
}
