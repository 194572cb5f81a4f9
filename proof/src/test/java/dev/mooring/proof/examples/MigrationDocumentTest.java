package dev.mooring.proof.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps that docs/messaging.md has for whoever comes from API Gateway: the server with its settings as they stand there,
 * a backend that hears of a connection, and AWS's SDKs in the words of the page.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MigrationDocumentTest {
    private static final String PUSH = "http://10.0.0.5:9100";
    private static final List<String> IMPORTS = List.of(
            "java.net.URI",
            "software.amazon.awssdk.auth.credentials.AwsBasicCredentials",
            "software.amazon.awssdk.auth.credentials.StaticCredentialsProvider",
            "software.amazon.awssdk.core.SdkBytes",
            "software.amazon.awssdk.regions.Region",
            "software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient");

    private final ChildProcesses children = new ChildProcesses();
    private final BlockingQueue<String> connected = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder = Path.of("");

    private Document page = new Document("");
    private HttpServer backend = HttpServer.create();
    private int push;
    private String connection = "";

    MigrationDocumentTest() throws IOException {}

    @BeforeEach
    void connectAClient() throws Exception {
        page = Document.messaging();
        backend.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/events", exchange -> {
            connected.add(exchange.getRequestHeaders().getFirst("routeKey") + " "
                    + exchange.getRequestHeaders().getFirst("connectionId"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        backend.start();
        int port = LoopbackPort.free();
        push = LoopbackPort.free();
        startServer(port);
        http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), new Heard())
                .join();
        String first = connected.take();
        assertEquals("$connect", first.split(" ", -1)[0]);
        connection = first.split(" ", -1)[1];
    }

    @AfterEach
    void endAll() {
        http.shutdownNow();
        children.close();
        backend.stop(0);
    }

    @Test
    void theSdkForPythonPushes() throws Exception {
        assumeTrue(exitCode(List.of("python3", "-c", "import boto3")) == 0, "boto3 is missing: install python3-boto3");
        run("python3", "-c", "import sys\nconnection = sys.argv[1]\n" + here("python"), connection);
        assertEquals("hello", heard.take());
    }

    @Test
    void theSdkForJavaScriptPushes() throws Exception {
        String sdk = System.getProperty("mooring.js.sdk", "");
        assumeTrue(!sdk.isEmpty(), "the SDK for JavaScript is not there: -Dmooring.js.sdk=DIR");
        Files.createSymbolicLink(folder.resolve("node_modules"), Path.of(sdk).resolve("node_modules"));
        Path program =
                Files.writeString(folder.resolve("push.mjs"), "const connection = process.argv[2];\n" + here("mjs"));
        run("node", program.toString(), connection);
        assertEquals("hello", heard.take());
    }

    @Test
    void theSdkForJavaPushes() throws Exception {
        String imports = IMPORTS.stream().map(each -> "import " + each + ";\n").collect(Collectors.joining());
        Path program = Files.writeString(
                folder.resolve("Push.java"),
                imports + "void main(String[] arguments) {\nvar connection = arguments[0];\n" + here("java") + "}\n");
        run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.toString(),
                connection);
        assertEquals("hello", heard.take());
    }

    private void startServer(int port) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), page.quoted("access-key MYAPPKEY [^`]+") + "\n");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        Path properties = Files.writeString(
                folder.resolve("server.properties"),
                String.join(
                        "\n",
                        page.quoted("backend=https://[^`]+")
                                .replaceFirst(
                                        "https://[^/]+",
                                        "http://127.0.0.1:"
                                                + backend.getAddress().getPort()),
                        page.quoted("route-selection=[^`]+"),
                        "ports=" + port,
                        "push=127.0.0.1:" + push,
                        "admin=127.0.0.1:" + LoopbackPort.free(),
                        "api-keys=" + keys));
        ProcessBuilder command = new ProcessBuilder(
                        PeersWorkspace.ofModule().root().resolve("server/run").toString(), "--config=" + properties)
                .redirectErrorStream(true);
        command.environment().put("BUILT_BY_CALLER", "1");
        Process server = children.start(command);
        var lines = server.inputReader();
        List<String> said = new ArrayList<>();
        String line = lines.readLine();
        while (line != null && !line.contains("listening")) {
            said.add(line);
            line = lines.readLine();
        }
        assertNotNull(line, () -> "the server ended and said " + said);
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
    }

    private String here(String language) {
        return page.blocks(language).getLast().replace(PUSH, "http://127.0.0.1:" + push);
    }

    private void run(String... command) throws IOException, InterruptedException {
        children.run(folder, List.of(command));
    }

    private int exitCode(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private final class Heard implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean isLast) {
            heard.add(text.toString());
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
