package dev.mooring.proof.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.shipped.ClientWait;
import dev.mooring.workbench.shipped.ServerProcess;
import dev.mooring.workbench.shipped.ShippedPrograms;
import dev.mooring.workbench.shipped.SwarmProcess;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The shipped server behind a load balancer that forgets idle flows. Only the load balancer's timer is short: the server
 * itself takes no idle timeout below the 60 s of a real one, and no keepalive above a third of it.
 */
class KeepaliveThroughBalancerTest {
    private static final int CONNECTIONS = 500;
    private static final int PINGS_PER_IDLE_TIMEOUT = 3;
    private static final int IDLE_PERIODS = 4;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final ChildProcesses children = new ChildProcesses();

    /** A server, a load balancer in front of it, and clients whose connections are open. */
    private record Fleet(ServerProcess server, LoadBalancer balancer, SwarmProcess swarm, ClientWait meanwhile) {}

    @AfterEach
    void endAll() {
        children.close();
    }

    @Test
    void keepsEveryConnectionWithAKeepaliveOfAThirdOfTheIdleTimeout() throws IOException, InterruptedException {
        Duration keepalive = Duration.ofSeconds(3);
        Fleet fleet = start("kept", keepalive, keepalive.multipliedBy(PINGS_PER_IDLE_TIMEOUT));
        long pings = (long) CONNECTIONS * PINGS_PER_IDLE_TIMEOUT * IDLE_PERIODS;
        fleet.meanwhile().until("all are pinged", () -> fleet.server().status().pongsReceived() >= pings, DEADLINE);
        assertEquals(CONNECTIONS, fleet.server().status().open());
        assertEquals(0, fleet.balancer().status().forgotten());
        SwarmReport clients = fleet.swarm().finish(DEADLINE);
        assertEquals(CONNECTIONS, clients.open());
        assertEquals(Map.of(), clients.lost());
    }

    @Test
    void losesEveryConnectionWithAKeepaliveOfThreeIdleTimeouts() throws IOException, InterruptedException {
        Duration idleTimeout = Duration.ofSeconds(2);
        Fleet fleet = start("lost", idleTimeout.multipliedBy(3), idleTimeout);
        fleet.meanwhile().until("all are lost", () -> fleet.server().status().ended() == CONNECTIONS, DEADLINE);
        assertEquals(0, fleet.server().status().open());
        NodeStatus balancer = fleet.balancer().status();
        assertEquals(CONNECTIONS, balancer.forgotten());
        assertTrue(balancer.resets() >= CONNECTIONS, balancer::toString);
        SwarmReport clients = fleet.swarm().finish(DEADLINE);
        assertEquals(CONNECTIONS, clients.open(), "a client that only waits learns of nothing");
        assertEquals(
                new SwarmReport.Percentiles(0, 0, 0), clients.pingIntervalMillis(), "nobody was pinged a second time");
    }

    @Test
    void thePlanRefusesAKeepaliveAboveAThirdOfTheIdleTimeout() {
        assertEquals(
                "keepalive=1050s is more than idle-timeout/3=116s; lower keepalive or raise idle-timeout",
                refusal(Map.of("keepalive", "1050s", "idle-timeout", "350s")));
        assertEquals(
                "keepalive=117s is more than idle-timeout/3=116s; lower keepalive or raise idle-timeout",
                refusal(Map.of("keepalive", "117s", "idle-timeout", "350s")));
    }

    private static String refusal(Map<String, String> inputs) {
        return String.valueOf(
                assertThrows(RefusedException.class, () -> CapacityPlanner.plan(FleetSpec.of(inputs)), inputs::toString)
                        .getMessage());
    }

    private Fleet start(String name, Duration keepalive, Duration idleTimeout)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of("target/keepalive", name).toAbsolutePath());
        ShippedPrograms programs = ShippedPrograms.ofModule();
        ServerProcess server = ServerProcess.start(
                programs.server(),
                new ServerProcess.Settings(
                        TimeoutLadder.of(keepalive, keepalive, Duration.ofMinutes(1)), Duration.ofSeconds(1)),
                children,
                folder.resolve("server.log"));
        LoadBalancer balancer = LoadBalancer.start(1, idleTimeout, children, folder.resolve("balancer.log"));
        balancer.register(server.port());
        SwarmProcess swarm = SwarmProcess.start(
                programs.swarm(),
                balancer.port(),
                CONNECTIONS,
                List.of("--rate=max", "--hold=600s"),
                children,
                folder,
                "swarm");
        ClientWait wait = new ClientWait(List.of(swarm), folder);
        wait.until("all are open", () -> server.status().upgraded() == CONNECTIONS, DEADLINE);
        return new Fleet(server, balancer, swarm, wait);
    }
}
