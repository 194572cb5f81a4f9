package dev.mooring.proof.wss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LiveObjects;
import dev.mooring.workbench.process.LoopbackPort;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.procfs.ClassHistogram;
import dev.mooring.workbench.shipped.ServerProcess;
import dev.mooring.workbench.shipped.ServerStatus;
import dev.mooring.workbench.shipped.ShippedPrograms;
import dev.mooring.workbench.shipped.SwarmProcess;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two runs of the shipped load generator hold connections to the shipped server over wss at once, through a round of pings.
 * Their heaps are looked at meanwhile; the suite is the one that both would choose, AES-128 or ChaCha20. With AES-256 it is 32
 * bytes more, of which {@code WssMemoryTest} has each.
 */
class SwarmOverTlsTest {
    private static final int FEW = 2_000;
    private static final int MANY = 6_000;
    private static final long MAX_BYTES = 210;
    private static final Duration KEEPALIVE = Duration.ofSeconds(40);
    private static final Duration GUARD = Duration.ofMinutes(5);

    private static final ChildProcesses CHILDREN = new ChildProcesses();

    private static LocalAuthority authority;
    private static int port;
    private static ServerProcess server;
    /** After both runs. */
    private static ServerStatus status;

    private static final List<SwarmReport> REPORTS = new ArrayList<>();
    private static final List<ClassHistogram> SERVER = new ArrayList<>();
    private static final List<ClassHistogram> CLIENTS = new ArrayList<>();
    private static Path folder;

    @BeforeAll
    static void holdConnections() throws IOException, InterruptedException {
        folder = Files.createDirectories(Path.of("target/wss").toAbsolutePath());
        authority = LocalAuthority.make("ours", folder, CHILDREN);
        port = LoopbackPort.free();
        server = ServerProcess.start(
                ShippedPrograms.ofModule().server(),
                new ServerProcess.Settings(
                        TimeoutLadder.of(KEEPALIVE, KEEPALIVE, KEEPALIVE.multipliedBy(3)),
                        Duration.ofSeconds(1),
                        List.of(
                                "--tls-ports=" + port,
                                "--tls-certificate=" + authority.chain(),
                                "--tls-key=" + authority.key(),
                                "--handshake-timeout=120s",
                                "--event-loops=1",
                                "--max-connections=" + 2 * (FEW + MANY))),
                CHILDREN,
                folder.resolve("server.log"));
        SwarmProcess few = swarm("few", FEW);
        awaitOpen(FEW, few);
        look(few);
        SwarmProcess many = swarm("many", MANY);
        awaitOpen(FEW + MANY, few, many);
        look(many);
        await(() -> server.status().pongsReceived() >= FEW + MANY, few, many);
        for (SwarmProcess each : List.of(few, many)) {
            each.terminate();
            assertTrue(each.endsWithin(GUARD), "the clients end when they are told to");
            REPORTS.add(each.figures().orElseThrow());
        }
        status = server.status();
    }

    @AfterAll
    static void endAll() {
        CHILDREN.close();
    }

    @Test
    void noConnectionIsLostAndNoPingMissed() {
        for (SwarmReport each : REPORTS) {
            assertEquals(each.asked(), each.open());
            assertEquals(Map.of(), each.lost());
        }
        assertEquals(0, status.pingTimeouts());
        assertEquals(FEW + MANY, status.upgraded());
    }

    @Test
    void theServerKeepsAtMost210BytesOfHeapForAnIdleConnection() {
        assertSlope(SERVER.getFirst(), SERVER.getLast(), MANY);
    }

    @Test
    void theLoadGeneratorKeepsAtMost210BytesOfHeapForAnIdleConnection() {
        assertSlope(CLIENTS.getFirst(), CLIENTS.getLast(), MANY - FEW);
    }

    @Test
    void aServerOfAnotherAuthorityIsRefused() throws IOException, InterruptedException {
        LocalAuthority another = LocalAuthority.make("another", folder, CHILDREN);
        assertRefused(
                "localhost",
                another.ca(),
                "3 attempts failed: certificate not trusted: issued by CN=ours. Remedy: give --ca the certificate");
    }

    @Test
    void aServerOfAnotherNameIsRefused() throws IOException, InterruptedException {
        assertRefused(
                "127.0.0.1",
                authority.ca(),
                "3 attempts failed: certificate for another name: the URL says 127.0.0.1, it is for localhost. Remedy:");
    }

    private static void assertRefused(String host, Path ca, String sentence) throws IOException, InterruptedException {
        Path log = folder.resolve("refused-" + host + ".log");
        Process swarm = CHILDREN.start(new ProcessBuilder(
                        ShippedPrograms.ofModule().swarm().toString(),
                        "wss://" + host + ":" + port,
                        "--connections=3",
                        "--hold=0s",
                        "--handshake-timeout=120s",
                        "--ca=" + ca)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
        assertEquals(1, swarm.waitFor());
        String said = Files.readString(log);
        assertTrue(said.contains(sentence), said);
    }

    private static void assertSlope(ClassHistogram few, ClassHistogram many, int more) {
        long slope = (many.totalBytes() - few.totalBytes()) / more;
        assertTrue(
                slope <= MAX_BYTES, () -> slope + " bytes per connection, of them " + many.growthSince(few, more, 10));
    }

    private static SwarmProcess swarm(String name, int connections) throws IOException {
        return SwarmProcess.start(
                ShippedPrograms.ofModule().swarm(),
                SwarmProcess.Route.overLoopback(List.of(), "wss://localhost:" + port),
                connections,
                List.of(
                        "--rate=300/s",
                        "--reconnect",
                        "--hold=1h",
                        "--handshake-timeout=120s",
                        "--processes=1",
                        "--ca=" + authority.ca()),
                CHILDREN,
                folder,
                name);
    }

    private static void look(SwarmProcess swarm) throws IOException, InterruptedException {
        SERVER.add(LiveObjects.of(server.pid(), CHILDREN));
        CLIENTS.add(LiveObjects.of(swarm.pid(), CHILDREN));
    }

    private static void awaitOpen(int connections, SwarmProcess... swarms) throws IOException, InterruptedException {
        await(() -> server.status().open() == connections, swarms);
    }

    private static void await(Waiting.Condition condition, SwarmProcess... swarms)
            throws IOException, InterruptedException {
        Duration waited = Waiting.until(
                () -> condition.holds() || Arrays.stream(swarms).anyMatch(each -> !each.isRunning()), GUARD);
        assertTrue(waited.compareTo(GUARD) < 0 && condition.holds(), "waited in vain; see " + folder);
    }
}
