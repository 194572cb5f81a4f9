package dev.mooring.proof.roll;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.balancer.LoadBalancer;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.shipped.ServerProcess;
import dev.mooring.workbench.shipped.ServerStatus;
import dev.mooring.workbench.shipped.ShippedPrograms;
import dev.mooring.workbench.shipped.SwarmProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The replacement of one host by another, as an instance refresh does it, with the shipped programs: the new host is
 * registered, the old one deregistered and drained over its admin port, and its clients connect again through the load
 * balancer.
 *
 * <p>Used by one thread. Takes the drain window and some 15 seconds.
 */
public final class Roll {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final RollPlan plan;
    private final ShippedPrograms programs;
    private final ChildProcesses children;
    private final Path folder;

    /** What is waited for. */
    @FunctionalInterface
    private interface Event {
        boolean happened() throws IOException;
    }

    /**
     * A roll.
     *
     * @param folder for logs and reports
     */
    public Roll(RollPlan plan, ShippedPrograms programs, ChildProcesses children, Path folder) {
        this.plan = plan;
        this.programs = programs;
        this.children = children;
        this.folder = folder;
    }

    public RollFigures run() throws IOException, InterruptedException {
        ServerProcess leaving = server("leaving");
        LoadBalancer balancer =
                LoadBalancer.start(plan.nodes(), RollPlan.IDLE_TIMEOUT, children, folder.resolve("balancer.log"));
        balancer.register(leaving.port());
        SwarmProcess swarm = swarm(balancer);
        await("every connection is open", swarm, () -> leaving.status().open() == plan.connections());

        ServerProcess joined = server("joined");
        balancer.register(joined.port());
        ReconnectPace pace = new ReconnectPace();
        long began = System.nanoTime();
        pace.add(began, 0);
        leaving.drain();
        await("every connection is back", swarm, () -> {
            ServerStatus status = joined.status();
            pace.add(System.nanoTime(), status.upgraded());
            return status.open() == plan.connections();
        });
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        long pongs = joined.status().pongsReceived();
        await("every connection answers a ping", swarm, () -> answered(joined, pongs) >= plan.connections());
        ServerStatus end = joined.status();
        boolean endedWell = leaving.endsWithin(DEADLINE);
        swarm.terminate();
        if (!swarm.endsWithin(DEADLINE)) {
            throw new IOException("the clients did not end; see " + folder);
        }
        return new RollFigures(
                plan,
                endedWell,
                end.open(),
                end.pongsReceived() - pongs,
                took,
                pace.busiest(Duration.ofSeconds(1)),
                pace.busiest(Duration.ofSeconds(5)),
                balancer.status(),
                swarm.figures().orElseThrow(() -> new IOException("the clients left no report; see " + folder)));
    }

    private static long answered(ServerProcess server, long before) throws IOException {
        return server.status().pongsReceived() - before;
    }

    private ServerProcess server(String name) throws IOException, InterruptedException {
        return ServerProcess.start(
                programs.server(),
                new ServerProcess.Settings(plan.timeouts(), plan.drainWindow()),
                children,
                folder.resolve(name + ".log"));
    }

    private SwarmProcess swarm(LoadBalancer balancer) throws IOException {
        return SwarmProcess.start(
                programs.swarm(),
                balancer.port(),
                plan.connections(),
                List.of(
                        "--rate=max",
                        "--reconnect",
                        "--expect-close=1012",
                        "--hold=" + DurationText.format(plan.hold())),
                children,
                folder,
                "swarm");
    }

    private void await(String what, SwarmProcess swarm, Event event) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!event.happened()) {
            if (swarm.endsWithin(LOOK)
                    || System.nanoTime() - start
                            > DEADLINE.plus(plan.drainWindow()).toNanos()) {
                throw new IOException("waited in vain until " + what + "; see " + folder);
            }
        }
    }
}
