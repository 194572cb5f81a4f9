package dev.mooring.proof.peers.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.proof.peers.process.MeasuringClient.Echoed;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The C floor and the C client, against each other and the floor against the JDK's WebSocket; the timeout ends a hang. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CProgramsTest {
    private static final Duration WINDOW = Duration.ofMillis(500);

    private final ChildProcesses children = new ChildProcesses();
    private final PeersWorkspace workspace = PeersWorkspace.ofModule();

    @AfterEach
    void endAll() {
        children.close();
    }

    @Test
    void theFloorIsAWebSocketServerToTheJdk() throws IOException, InterruptedException {
        try (RunningServer floor = floor(60_000);
                HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<String> echoed = new CompletableFuture<>();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + floor.port() + "/"), new Collector(echoed))
                    .join();
            socket.sendText("mooring", true).join();
            assertEquals("mooring", echoed.join());
            socket.abort();
        }
    }

    @Test
    void theClientAnswersEveryPing() throws IOException, InterruptedException {
        try (RunningServer floor = floor(500);
                MeasuringClient client = client(floor)) {
            client.open(200);
            var waited = client.await(WINDOW);
            while (waited.received().pings() == 0) {
                waited = client.await(WINDOW);
            }
            assertEquals(200, waited.open());
            assertEquals(waited.received().pings(), waited.received().pongs());
        }
    }

    @Test
    void theClientGetsItsMessagesBackUnchanged() throws IOException, InterruptedException {
        try (RunningServer floor = floor(60_000);
                MeasuringClient client = client(floor)) {
            client.open(50);
            long messages = 0;
            while (messages < 50) {
                Echoed echoed = client.echo(50, WINDOW);
                assertEquals(0, echoed.mismatched());
                messages += echoed.messages();
            }
        }
    }

    @Test
    void aPostToTheFloorReachesEverybodyAndTheClientTimesIt() throws IOException, InterruptedException {
        try (RunningServer floor = floor(60_000);
                MeasuringClient client = client(floor);
                Publisher publisher = new Publisher(floor.port(), "x-header: value\r\n")) {
            client.open(50);
            String stamp = String.format(Locale.ROOT, "@%019d", System.nanoTime());
            assertEquals(200, publisher.post("/publish", stamp + " to everybody"));
            assertEquals(200, publisher.post("/push", stamp + " to one"));
            assertEquals(200, publisher.post("/publish", "no stamp"));
            long messages = 0;
            long stamped = 0;
            while (messages < 101) {
                var waited = client.await(WINDOW);
                messages += waited.received().messages();
                stamped += waited.received().stamped();
                assertTrue(
                        waited.received().stamped() == 0
                                || (waited.latency().p50_us() > 0
                                        && waited.latency().p50_us()
                                                <= waited.latency().p99_us()),
                        waited.toString());
            }
            assertEquals(101, messages);
            assertEquals(51, stamped);
        }
    }

    private RunningServer floor(int pingIntervalMillis) throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path program = workspace.nativeProgram("floor", children);
        return RunningServer.start(
                children,
                List.of(program.toString(), Integer.toString(port), Integer.toString(pingIntervalMillis)),
                port,
                workspace.log("floor-test"));
    }

    private MeasuringClient client(RunningServer server) throws IOException, InterruptedException {
        return MeasuringClient.start(
                children, workspace.nativeProgram("client", children), server.port(), workspace.log("client-test"));
    }

    private record Collector(CompletableFuture<String> received) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            received.complete(text.toString());
            return CompletableFuture.completedStage(null);
        }
    }
}
