package dev.mooring.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.server.apikey.ApiKeys;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * AWS's unchanged SDKs for Python and JavaScript against the push port, as {@link PushPortTest} has Java's.
 *
 * <p>Python's is Debian's python3-botocore. JavaScript's is looked for in the folder that {@code -Dmooring.js.sdk=DIR} names,
 * where {@code npm install @aws-sdk/client-apigatewaymanagementapi} was run.
 */
@Timeout(120)
class ForeignSdksTest {
    private static final String ANSWERS = """
            post 200
            get 127.0.0.1 True
            too large 413 PayloadTooLargeException
            no id 400 BadRequestException
            stranger 403 ForbiddenException
            full 429 LimitExceededException
            delete %s
            unknown 410 GoneException
            """;

    @TempDir
    Path folder;

    @Test
    void pythonReadsEveryAnswer() throws Exception {
        assumeTrue(run(Map.of(), "python3", "-c", "import botocore").exit() == 0, "python3-botocore is not installed");
        assertEquals(ANSWERS.formatted("204"), answers(Map.of(), "python3", "sdk.py"));
    }

    @Test
    void javaScriptReadsEveryAnswer() throws Exception {
        String sdk = System.getProperty("mooring.js.sdk", "");
        assumeTrue(!sdk.isEmpty(), "the SDK for JavaScript is not there: -Dmooring.js.sdk=DIR");
        assertEquals(ANSWERS.formatted("204"), answers(Map.of("SDK", sdk), "node", "sdk.mjs"));
    }

    private String answers(Map<String, String> environment, String program, String script) throws Exception {
        Path keys = Files.writeString(folder.resolve("keys"), "access-key AKIDTEST secret-of-this-test\n");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        Path copy = folder.resolve(script);
        try (InputStream resource = Objects.requireNonNull(ForeignSdksTest.class.getResourceAsStream(script), script)) {
            Files.copy(resource, copy);
        }
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (TestServer server = TestServer.with("--slow-timeout=1h")
                        .handler(new Wishes())
                        .start();
                PushPort port = PushPort.start(
                        new PushSettings(loopback, Optional.of(ApiKeys.read(keys)), false),
                        server.server(),
                        InstantSource.system());
                RawClient one = server.open();
                RawClient slow = server.open()) {
            Run run = run(
                    environment,
                    program,
                    copy.toString(),
                    "http://127.0.0.1:" + port.boundAddress().getPort() + "/prod",
                    id(one),
                    id(slow));
            assertEquals(0, run.exit(), run.said());
            assertEquals("text héllo", one.frame().describe());
            assertEquals("close 1000", one.frame().describe());
            return run.said();
        }
    }

    private static String id(RawClient client) {
        client.send(Frames.text("id"));
        return client.frame().describe().substring("text ".length());
    }

    private Run run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().put("NODE_NO_WARNINGS", "1");
        try {
            int exit = builder.start().waitFor();
            return new Run(exit, Files.readString(folder.resolve("said"), UTF_8));
        } catch (IOException noSuchProgram) {
            return new Run(-1, String.valueOf(noSuchProgram.getMessage()));
        }
    }

    private record Run(int exit, String said) {}
}
