package dev.mooring.proof.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** examples/notifications by its one command; what it prints is what is done. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class NotificationsTest {
    private static final Path ROOT = PeersWorkspace.ofModule().root();

    private final ChildProcesses children = new ChildProcesses();
    private final List<String> ports = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void findPorts() throws IOException {
        for (String each : List.of("--server-port", "--push-port", "--admin-port")) {
            ports.add(each + "=" + LoopbackPort.free());
        }
    }

    @AfterEach
    void endAll() {
        children.close();
    }

    @Test
    void showsInEveryOpenPageWhatTheButtonAndATerminalPush() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Process example = start(port);
        requireReady(example);
        try (Browser browser = Browser.orSkip(children, folder.resolve("profile"))) {
            Browser.Page one = browser.open("http://127.0.0.1:" + port + "/");
            Browser.Page other = browser.open("http://127.0.0.1:" + port + "/");
            one.awaitText("listening");
            other.awaitText("listening");
            one.evaluate("document.getElementById('text').value = 'by the <button>'");
            one.evaluate("document.querySelector('button').click()");
            one.awaitText("by the <button>");
            other.awaitText("by the <button>");
            assertEquals(
                    "{\"connections\":2}",
                    notify(port, "from a terminal", "same-origin").body().strip());
            one.awaitText("from a terminal");
            other.awaitText("from a terminal");
        }
        assertEquals(403, notify(port, "from another site", "cross-site").statusCode());
        assertEquals(413, notify(port, "long".repeat(500), "same-origin").statusCode());
        List<ProcessHandle> parts = example.descendants().toList();
        // Ctrl-C does the same, but is ignored by what a shell started in its background, and so in children.
        example.toHandle().destroy();
        assertEquals(143, example.waitFor());
        // Told to end before it ended, but perhaps not ended yet; the timeout of the test is for those that go on.
        for (ProcessHandle part : parts) {
            part.onExit().join();
        }
        assertFalse(parts.isEmpty(), "it starts a server");
    }

    @Test
    void saysWhichPortIsInUse() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process example = start(taken.getLocalPort());
            String said = requireTools(example.errorReader().lines().collect(Collectors.joining("\n")));
            assertEquals(
                    "notifications: port=" + taken.getLocalPort() + " is in use; give another with --port",
                    said.lines()
                            .filter(line -> line.startsWith("notifications:"))
                            .collect(Collectors.joining("\n")),
                    said);
            assertEquals(69, example.waitFor());
        }
    }

    @Test
    void refusesWhatIsNoPort() throws IOException, InterruptedException {
        Process example = children.start(
                new ProcessBuilder(ROOT.resolve("examples/notifications/run").toString(), "--push-port=many"));
        assertEquals(
                "examples/notifications/run: push-port=many is not between 1 and 65535; give a port\n"
                        + "See: examples/notifications/run --help",
                example.errorReader().lines().collect(Collectors.joining("\n")));
        assertEquals(64, example.waitFor());
    }

    private Process start(int port) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(ROOT.resolve("examples/notifications/run").toString(), "--port=" + port));
        command.addAll(ports);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("BUILT_BY_CALLER", "1");
        return children.start(builder);
    }

    private void requireReady(Process example) throws IOException {
        BufferedReader lines = example.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("Ctrl-C ends it.")) {
                Thread.ofVirtual().start(() -> example.errorReader().lines().forEach(_ -> {}));
                return;
            }
        }
        throw new IOException(requireTools(example.errorReader().lines().collect(Collectors.joining("\n"))));
    }

    private static String requireTools(String said) {
        Assumptions.assumeFalse(
                said.contains("npm could not fetch centrifuge"), "no registry here to fetch centrifuge from");
        return said;
    }

    private static HttpResponse<String> notify(int port, String text, String site)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/notify"))
                            .header("sec-fetch-site", site)
                            .POST(HttpRequest.BodyPublishers.ofString(text))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
