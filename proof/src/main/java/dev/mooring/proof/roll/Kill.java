package dev.mooring.proof.roll;

import dev.mooring.capacity.Rotation;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.balancer.LoadBalancer;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.shipped.ClientWait;
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
        ClientWait wait = new ClientWait(List.of(swarm), folder);
        wait.until("every connection is open", () -> open(hosts) >= plan.connections(), DEADLINE);

        ServerProcess killed = hosts.removeFirst();
        long held = killed.status().open();
        long began = System.nanoTime();
        killed.kill();
        Survivors survivors = new Survivors(hosts, balancer, began);
        wait.until(
                "every connection is back",
                survivors::haveAll,
                plan.recovery().within().plus(DEADLINE));
        Duration back = Duration.ofNanos(System.nanoTime() - began);
        RetryAfters told = RetryAfters.of(hosts.getFirst());
        long pongs = pongs(hosts);
        wait.until("every connection answers a ping", () -> pongs(hosts) - pongs >= plan.connections(), DEADLINE);
        return new KillFigures(plan, held, back, survivors.most, told, swarm.finish(DEADLINE));
    }

    /** The hosts that are left; the load balancer sends to the killed one, too, until it notices. */
    private final class Survivors {
        private final List<ServerProcess> hosts;
        private final LoadBalancer balancer;
        private final long began;
        private boolean noticed;

        /** Connections of the fullest one at any look. */
        private long most;

        Survivors(List<ServerProcess> hosts, LoadBalancer balancer, long began) {
            this.hosts = hosts;
            this.balancer = balancer;
            this.began = began;
        }

        boolean haveAll() throws IOException {
            if (!noticed && System.nanoTime() - began >= Rotation.NOTICED_WITHIN.toNanos()) {
                noticed = true;
                balancer.register(ports(hosts));
            }
            long all = 0;
            for (ServerProcess host : hosts) {
                long open = host.status().open();
                most = Math.max(most, open);
                all += open;
            }
            return all >= plan.connections();
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
