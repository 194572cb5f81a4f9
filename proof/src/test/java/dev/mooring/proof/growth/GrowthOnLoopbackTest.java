package dev.mooring.proof.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.Balance;
import dev.mooring.capacity.Rotation;
import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.proof.balancer.LoadBalancer;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import dev.mooring.workbench.shipped.ClientWait;
import dev.mooring.workbench.shipped.ServerProcess;
import dev.mooring.workbench.shipped.ShippedPrograms;
import dev.mooring.workbench.shipped.SwarmProcess;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The shipped server and clients where one host has become two: 1,000 connections each, the second started when the first held
 * 800, clients sent to one and the other in turn. So 1,200 of 2,000 fit where nothing is done.
 */
@Timeout(300)
class GrowthOnLoopbackTest {
    private static final int CAP = 1_000;
    private static final int HELD = 800;
    /** With which 1,920 of 2,000 are open: 96 %. */
    private static final int COMING = 1_120;
    /** The front throws dice, which give one of two alike some 16 more than the other: so many do not fill it. */
    private static final int COMING_TO_EQUALS = 1_000;

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);
    private static final TimeoutLadder TIMEOUTS =
            TimeoutLadder.of(Duration.ofSeconds(100), Duration.ofSeconds(20), Duration.ofSeconds(350));

    @Test
    void refusesManyWhereNobodyAsksTheHostsAndNobodyIsMoved() throws Exception {
        try (Fleet fleet = new Fleet("nothing", false)) {
            fleet.grow(COMING);

            assertTrue(fleet.refused() > COMING / 4, "refused: " + fleet.refused());
        }
    }

    @Test
    void refusesNobodyWhereTheFrontAsksTheHosts() throws Exception {
        try (Fleet fleet = new Fleet("rotation", true)) {
            assertEquals(HELD + COMING, fleet.grow(COMING), "open");

            assertEquals(0, fleet.refused());
            assertEquals(0, fleet.first.status().closed(1012));
            assertEquals(Map.of(), fleet.report().lost());
        }
    }

    @Test
    void refusesNobodyWhereTheSurplusWasMoved() throws Exception {
        try (Fleet fleet = new Fleet("move", false)) {
            fleet.startSecond();
            fleet.balance();
            assertEquals(HELD + COMING_TO_EQUALS, fleet.grow(COMING_TO_EQUALS), "open");

            assertEquals(0, fleet.refused());
            SwarmReport held = fleet.report();
            assertEquals(Map.of(), held.lost(), "cut without 1012");
            assertEquals(
                    fleet.first.status().closed(1012) + fleet.second.status().closed(1012), held.moved());
        }
    }

    /** Two servers, a front before them, and the clients that the first one holds. */
    private static final class Fleet implements AutoCloseable {
        final ServerProcess first;
        ServerProcess second;
        private final ChildProcesses children = new ChildProcesses();
        private final ShippedPrograms programs = ShippedPrograms.ofModule();
        private final Path folder;
        private final boolean asks;
        private final int firstHealth = LoopbackPort.free();
        private final int secondHealth = LoopbackPort.free();
        private final LoadBalancer front;
        private final SwarmProcess held;
        private final ClientWait wait;

        Fleet(String name, boolean asks) throws IOException, InterruptedException {
            this.asks = asks;
            folder = Files.createDirectories(Path.of("target/growth-test", name).toAbsolutePath());
            front = LoadBalancer.start(1, IDLE_TIMEOUT, children, folder.resolve("front.log"));
            first = server("first", firstHealth);
            second = first;
            front.register(first.port());
            held = swarm("held", HELD, List.of("--rate=max", "--reconnect", "--expect-close=1012", "--hold=10m"));
            wait = new ClientWait(List.of(held), folder);
            wait.until("the first clients are there", () -> first.status().open() == HELD, DEADLINE);
        }

        void startSecond() throws IOException, InterruptedException {
            second = server("second", secondHealth);
            front.register(first.port(), second.port());
        }

        /** So many clients come that nearly all places are taken; returns how many got one. */
        long grow(int clients) throws IOException, InterruptedException {
            if (second.equals(first)) {
                startSecond();
            }
            List<SwarmProcess> coming = new ArrayList<>();
            int came = 0;
            while (came < clients) {
                int next = Math.min(clients - came, untilTheNextLook());
                coming.add(swarm("coming-" + came, next, List.of("--rate=200/s", "--hold=10m")));
                came += next;
                int places = HELD + came;
                wait.until(
                        "all were admitted or refused",
                        () -> {
                            if (asks) {
                                front.register(receivers());
                            }
                            return open() + refused() >= places;
                        },
                        DEADLINE);
            }
            long open = open();
            for (SwarmProcess each : coming) {
                each.finish(DEADLINE);
            }
            return open;
        }

        /** So many clients fill no host, however late the front asks again; all of them where it does not ask, or has. */
        private int untilTheNextLook() throws IOException {
            if (!asks) {
                return Integer.MAX_VALUE;
            }
            int[] receivers = receivers();
            front.register(receivers);
            long fuller = Math.max(first.status().open(), second.status().open());
            return receivers.length == 1 ? Integer.MAX_VALUE : Math.toIntExact(Math.max(1, CAP - fuller));
        }

        long refused() throws IOException {
            return second.equals(first)
                    ? first.status().refused("capacity")
                    : first.status().refused("capacity") + second.status().refused("capacity");
        }

        long open() throws IOException {
            return first.status().open() + second.status().open();
        }

        SwarmReport report() throws IOException, InterruptedException {
            return held.finish(DEADLINE);
        }

        @Override
        public void close() {
            children.close();
        }

        /** As the agents do it, in shorter rounds. */
        private void balance() throws IOException, InterruptedException {
            Balance balance = new Balance(CAP, Balance.ROUND);
            wait.until(
                    "the hosts are even",
                    () -> {
                        double mean = HELD / 2.0;
                        long surplus = balance.toMove(first.status().open(), new Balance.Fleet(2, mean), true);
                        if (surplus > 0 && open() == HELD) {
                            first.move(surplus, Duration.ZERO);
                        }
                        return surplus == 0 && open() == HELD;
                    },
                    DEADLINE);
        }

        /** As a load balancer checks them; it sends to all when all fail. */
        private int[] receivers() throws IOException {
            List<Integer> in = Stream.of(
                            answers(firstHealth) ? List.of(first.port()) : List.<Integer>of(),
                            answers(secondHealth) ? List.of(second.port()) : List.<Integer>of())
                    .flatMap(List::stream)
                    .toList();
            return in.isEmpty()
                    ? new int[] {first.port(), second.port()}
                    : in.stream().mapToInt(Integer::intValue).toArray();
        }

        private static boolean answers(int port) throws IOException {
            HttpURLConnection check = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + Rotation.HEALTH_PATH)
                    .toURL()
                    .openConnection();
            try {
                return check.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                check.disconnect();
            }
        }

        private ServerProcess server(String name, int health) throws IOException, InterruptedException {
            return ServerProcess.start(
                    programs.server(),
                    new ServerProcess.Settings(
                            TIMEOUTS,
                            Duration.ofMinutes(1),
                            List.of("--max-connections=" + CAP, "--health=127.0.0.1:" + health)),
                    children,
                    folder.resolve(name + ".log"));
        }

        private SwarmProcess swarm(String name, int connections, List<String> options) throws IOException {
            return SwarmProcess.start(programs.swarm(), front.port(), connections, options, children, folder, name);
        }
    }
}
