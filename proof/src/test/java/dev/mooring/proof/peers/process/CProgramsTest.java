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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The C floor and the C client, against each other and the floor against the JDK's WebSocket. */
class CProgramsTest {
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
            var waited = client.await(Duration.ofSeconds(1));
            assertEquals(200, waited.open());
            assertTrue(waited.received().pings() > 0, waited.toString());
            assertEquals(waited.received().pings(), waited.received().pongs());
        }
    }

    @Test
    void theClientGetsItsMessagesBackUnchanged() throws IOException, InterruptedException {
        try (RunningServer floor = floor(60_000);
                MeasuringClient client = client(floor)) {
            client.open(50);
            Echoed echoed = client.echo(50, Duration.ofMillis(300));
            assertTrue(echoed.messages() >= 50, echoed.toString());
            assertEquals(0, echoed.mismatched());
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
            var waited = client.await(Duration.ofMillis(300));
            assertEquals(101, waited.received().messages());
            assertEquals(51, waited.received().stamped());
            assertTrue(
                    waited.latency().p50_us() > 0
                            && waited.latency().p50_us() <= waited.latency().p99_us(),
                    waited.toString());
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
