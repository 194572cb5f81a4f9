package dev.mooring.proof.roll;

import dev.mooring.awsstandin.SpedUpClock;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.balancer.LoadBalancer;
import dev.mooring.proof.balancer.NodeStatus;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.ClientWait;
import dev.mooring.workbench.shipped.ServerStatus;
import dev.mooring.workbench.shipped.ShippedPrograms;
import dev.mooring.workbench.shipped.SwarmProcess;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The replacement of every host of a fleet, as an instance refresh does it, with the shipped programs: a new host joins, the
 * group ends an old one, whose agent has it taken out, lets it admit whom the front still sends, and drains it. Its clients
 * connect again, and new ones come all the time.
 *
 * <p>Used by one thread. Takes a minute and the lag and the drain window for each host.
 */
public final class Roll {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    /** RFC 6455, section 7.4.1, registered as Service Restart. */
    private static final int SERVICE_RESTART = 1012;

    private final RollPlan plan;
    private final ShippedPrograms programs;
    private final ChildProcesses children;
    private final Path folder;
    private final InstantSource clock;
    private final List<RolledHost> serving = new ArrayList<>();
    private final List<SwarmProcess> clients = new ArrayList<>();

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
        clock = new SpedUpClock(Instant.now(), System::nanoTime, plan.speed());
    }

    public RollFigures run() throws IOException, InterruptedException {
        FleetFront front = new FleetFront(
                LoadBalancer.start(plan.nodes(), RollPlan.IDLE_TIMEOUT, children, folder.resolve("front.log")));
        try {
            for (int i = 1; i <= plan.hosts(); i++) {
                serving.add(boot("old-" + i, front));
            }
            await("the first hosts have joined", front, this::allJoined);
            SwarmProcess held = swarm(front, "held", plan.connections(), List.of());
            await("every connection is open", front, () -> open() == plan.connections());
            SwarmProcess newcomers = swarm(
                    front, "newcomers", plan.newcomersAtOnce(), List.of("--churn=" + plan.newcomersPerSecond() + "/s"));
            await("the first newcomers are there", front, () -> open() >= everybody());
            NodeStatus before = front.status();
            List<Departed> departed = new ArrayList<>();
            for (int i = 1; i <= plan.hosts(); i++) {
                departed.add(replace(i, front));
            }
            await("every connection is back", front, () -> open() >= everybody());
            long arrived = front.status().opened() - before.opened();
            SwarmReport came = finish(newcomers);
            awaitPings(front);
            long open = open();
            SwarmReport stayed = finish(held);
            return new RollFigures(plan, departed, arrived, open, front.status(), stayed, came);
        } finally {
            serving.forEach(RolledHost::close);
        }
    }

    private Departed replace(int number, FleetFront front) throws IOException, InterruptedException {
        RolledHost joined = boot("new-" + number, front);
        await(joined.name() + " has joined", front, joined::hasJoined);
        serving.add(joined);
        RolledHost leaving = serving.removeFirst();
        leaving.terminate();
        await(leaving.name() + " is taken out", front, leaving::isWithdrawn);
        long admitted = leaving.server().status().upgraded();
        await(leaving.name() + " drains", front, () -> leaving.server().status().draining());
        ServerStatus begin = leaving.server().status();
        ReconnectPace pace = new ReconnectPace();
        pace.add(System.nanoTime(), begin.closed(SERVICE_RESTART));
        await(leaving.name() + " has drained", front, () -> {
            if (!leaving.server().isRunning()) {
                return true;
            }
            try {
                pace.add(System.nanoTime(), leaving.server().status().closed(SERVICE_RESTART));
                return false;
            } catch (IOException ended) {
                return !leaving.server().isRunning();
            }
        });
        boolean endedWell = leaving.endsWellWithin(DEADLINE);
        front.forget(leaving);
        leaving.close();
        return new Departed(
                leaving.name(),
                endedWell,
                begin.upgraded() - admitted,
                begin.open(),
                pace.busiest(Duration.ofSeconds(5)),
                begin.open() / (plan.drainWindow().toNanos() / 1e9));
    }

    private RolledHost boot(String name, FleetFront front) throws IOException, InterruptedException {
        RolledHost host = RolledHost.start(name, plan, programs, children, folder, clock);
        front.watch(host);
        return host;
    }

    private boolean allJoined() throws IOException {
        for (RolledHost host : serving) {
            if (!host.hasJoined()) {
                return false;
            }
        }
        return true;
    }

    private long open() throws IOException {
        long open = 0;
        for (RolledHost host : serving) {
            open += host.server().status().open();
        }
        return open;
    }

    private long pongs() throws IOException {
        long pongs = 0;
        for (RolledHost host : serving) {
            pongs += host.server().status().pongsReceived();
        }
        return pongs;
    }

    private void awaitPings(FleetFront front) throws IOException, InterruptedException {
        await("the newcomers have gone", front, () -> open() == plan.connections());
        long before = pongs();
        await("every connection answers a ping", front, () -> pongs() - before >= plan.connections());
    }

    private long everybody() {
        return plan.connections() + plan.newcomersAtOnce() * 9L / 10;
    }

    private SwarmProcess swarm(FleetFront front, String name, int connections, List<String> more) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "--rate=max", "--reconnect", "--expect-close=1012", "--hold=" + DurationText.format(plan.hold())));
        options.addAll(more);
        SwarmProcess swarm =
                SwarmProcess.start(programs.swarm(), front.port(), connections, options, children, folder, name);
        clients.add(swarm);
        return swarm;
    }

    private SwarmReport finish(SwarmProcess swarm) throws IOException, InterruptedException {
        clients.remove(swarm);
        return swarm.finish(DEADLINE);
    }

    private void await(String what, FleetFront front, Waiting.Condition event)
            throws IOException, InterruptedException {
        new ClientWait(clients, folder)
                .until(
                        what,
                        () -> {
                            front.follow();
                            return event.holds();
                        },
                        DEADLINE.plus(plan.lag()).plus(plan.drainWindow()));
    }
}
