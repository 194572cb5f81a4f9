package dev.mooring.engineredis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's program with {@code --engine}, as it is started, in a Java of its own. */
@Timeout(120)
class ProgramTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void answersHostsWhileTheEngineIsThereAnd503WhileItIsNot() throws Exception {
        try (RedisServer redis = RedisServer.start("--requirepass", "s3cret")) {
            int push = RedisServer.freePort();
            int admin = RedisServer.freePort();
            Process server = started(
                    "--engine=redis://:s3cret@127.0.0.1:" + redis.port(),
                    "--push=127.0.0.1:" + push,
                    "--admin=127.0.0.1:" + admin);
            StringBuilder log = new StringBuilder();
            try (BufferedReader lines = server.inputReader(UTF_8)) {
                String line = lines.readLine();
                while (line != null && !line.contains("push on")) {
                    log.append(line).append('\n');
                    line = lines.readLine();
                }
                HttpResponse<String> taken = posted(push);
                assertEquals(200, taken.statusCode(), log + taken.body());
                assertEquals("{\"hosts\":0}", taken.body());
                String metrics = http.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + "/metrics"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
                assertTrue(metrics.contains("mooring_engine_up 1"), metrics);
                assertTrue(metrics.contains("mooring_engine_published_total 1"), metrics);
                redis.kill();
                HttpResponse<String> refused = posted(push);
                assertEquals(503, refused.statusCode(), refused.body());
                assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
                server.toHandle().destroy();
                lines.lines().forEach(each -> log.append(each).append('\n'));
            } finally {
                server.destroyForcibly();
            }
            assertFalse(log.toString().contains("s3cret"), log.toString());
        }
    }

    @Test
    void refusesTheEngineInOneSentence() throws Exception {
        try (RedisServer redis = RedisServer.start("--requirepass", "s3cret")) {
            Process server = started("--engine=redis://:wr0ng@127.0.0.1:" + redis.port());
            String said = new String(server.getInputStream().readAllBytes(), UTF_8);
            assertTrue(server.waitFor(60, TimeUnit.SECONDS));
            assertEquals(64, server.exitValue(), said);
            assertTrue(
                    said.contains("mooring-server: engine=redis://127.0.0.1:" + redis.port()
                            + "/ refuses this host: WRONGPASS"),
                    said);
            assertFalse(said.contains("wr0ng"), said);
            assertFalse(said.contains("\tat "), said);
        }
    }

    private HttpResponse<String> posted(int push) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + push + "/topics/news"))
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Process started(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.mooring.server.process.ServerMain",
                "--bind=127.0.0.1",
                "--ports=" + RedisServer.freePort(),
                "--drain-window=0s"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
