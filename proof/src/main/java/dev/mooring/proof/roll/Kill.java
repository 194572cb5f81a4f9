package dev.mooring.proof.roll;

import dev.mooring.capacity.Rotation;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.balancer.LoadBalancer;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.shipped.ServerProcess;
import dev.mooring.workbench.shipped.ShippedPrograms;
import dev.mooring.workbench.shipped.SwarmProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss of a host without a word, with the shipped programs: its server is killed, the load balancer notices late, and the
 * clients connect again, each to a host of the load balancer's choice.
 *
 * <p>Used by one thread. Takes what the plan says, and a minute.
 */
final class Kill {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final KillPlan plan;
    private final ShippedPrograms programs;
    private final ChildProcesses children;
    private final Path folder;

    /** @param folder for logs and reports */
    Kill(KillPlan plan, ShippedPrograms programs, ChildProcesses children, Path folder) {
        this.plan = plan;
        this.programs = programs;
        this.children = children;
        this.folder = folder;
    }

    KillFigures run() throws IOException, InterruptedException {
        List<ServerProcess> hosts = new ArrayList<>();
        for (int i = 1; i <= KillPlan.HOSTS; i++) {
            hosts.add(server("host-" + i));
        }
        LoadBalancer balancer = LoadBalancer.start(
                Math.ceilDiv(plan.connections(), RollPlan.FLOWS_PER_NODE),
                KillPlan.KEEPALIVE.multipliedBy(3),
                children,
                folder.resolve("front.log"));
        balancer.register(ports(hosts));
        SwarmProcess swarm = SwarmProcess.start(
                programs.swarm(),
                balancer.port(),
                plan.connections(),
                List.of(
                        "--rate=2000/s",
                        "--reconnect",
                        "--expect-ping=" + DurationText.format(KillPlan.KEEPALIVE),
                        "--hold=" + DurationText.format(plan.recovery().within().plus(Duration.ofMinutes(15)))),
                children,
                folder,
                "held");
        awaitAll(hosts, swarm, DEADLINE);

        ServerProcess killed = hosts.removeFirst();
        long held = killed.status().open();
        long began = System.nanoTime();
        killed.kill();
        long most = 0;
        boolean noticed = false;
        while (open(hosts) < plan.connections()) {
            Duration since = Duration.ofNanos(System.nanoTime() - began);
            if (!noticed && since.compareTo(Rotation.NOTICED_WITHIN) >= 0) {
                noticed = true;
                balancer.register(ports(hosts));
            }
            for (ServerProcess host : hosts) {
                most = Math.max(most, host.status().open());
            }
            requireRunning(swarm, since, plan.recovery().within().plus(DEADLINE));
        }
        Duration back = Duration.ofNanos(System.nanoTime() - began);
        for (ServerProcess host : hosts) {
            most = Math.max(most, host.status().open());
        }
        RetryAfters told = RetryAfters.of(hosts.getFirst());
        long pongs = pongs(hosts);
        long asked = System.nanoTime();
        while (pongs(hosts) - pongs < plan.connections()) {
            requireRunning(swarm, Duration.ofNanos(System.nanoTime() - asked), DEADLINE);
        }
        swarm.terminate();
        if (!swarm.endsWithin(DEADLINE)) {
            throw new IOException("the clients did not end; see " + folder);
        }
        return new KillFigures(
                plan,
                held,
                back,
                most,
                told,
                swarm.figures().orElseThrow(() -> new IOException("the clients left no report; see " + folder)));
    }

    private void awaitAll(List<ServerProcess> hosts, SwarmProcess swarm, Duration time)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (open(hosts) < plan.connections()) {
            requireRunning(swarm, Duration.ofNanos(System.nanoTime() - began), time);
        }
    }

    private void requireRunning(SwarmProcess swarm, Duration since, Duration most)
            throws IOException, InterruptedException {
        if (swarm.endsWithin(LOOK) || since.compareTo(most) > 0) {
            throw new IOException(
                    "waited in vain until " + plan.connections() + " connections are open; see " + folder);
        }
    }

    private static int[] ports(List<ServerProcess> hosts) {
        return hosts.stream().mapToInt(ServerProcess::port).toArray();
    }

    private static long open(List<ServerProcess> hosts) throws IOException {
        long open = 0;
        for (ServerProcess host : hosts) {
            open += host.status().open();
        }
        return open;
    }

    private static long pongs(List<ServerProcess> hosts) throws IOException {
        long pongs = 0;
        for (ServerProcess host : hosts) {
            pongs += host.status().pongsReceived();
        }
        return pongs;
    }

    private ServerProcess server(String name) throws IOException, InterruptedException {
        return ServerProcess.start(
                programs.server(),
                new ServerProcess.Settings(
                        plan.timeouts(), Duration.ofSeconds(15), List.of("--max-connections=" + plan.cap())),
                children,
                folder.resolve(name + ".log"));
    }
}
