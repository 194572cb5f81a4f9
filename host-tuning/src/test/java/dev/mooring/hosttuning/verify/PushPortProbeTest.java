package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.mooring.hosttuning.RecordedReports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the probe asks about a push port, of a process with a server's command line and of a port on loopback. */
class PushPortProbeTest {
    @TempDir
    private Path folder;

    @Test
    void readsFileEnvironmentAndCommandLineOfWhichTheLastCounts() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("server.properties"), "push = 0.0.0.0\\:9100\napi-keys=/keys\n");

        assertEquals(
                Optional.of(new PushSettings("0.0.0.0", "9100", true, false)),
                settings(List.of("--config", file.toString())));
        assertEquals(
                Optional.of(new PushSettings("10.0.0.7", "9200", true, true)),
                settings(List.of("--config=" + file, "--push=10.0.0.7:9200", "--push-open=true")));
        assertEquals(
                Optional.of(new PushSettings("127.0.0.1", "9300", true, false)),
                settings(List.of("--push", "127.0.0.1:9300", "--config", file.toString())));
    }

    @Test
    void readsNothingElseOfTheFile() throws IOException, InterruptedException {
        Path file = Files.writeString(
                folder.resolve("server.properties"),
                "ports=8080\npush=0.0.0.0:9100\npushed=1\nbackend=http://a/?key=1\n");

        assertEquals(
                "push=0.0.0.0:9100", of(List.of("--config", file.toString())).text());
    }

    @Test
    void findsNoPushPortWhereNobodySpeaksOfOne() throws IOException, InterruptedException {
        assertEquals(Optional.empty(), settings(List.of("--ports=8080")));
    }

    @Test
    void doesNotTakeAFileThatCannotBeReadForAnEmptyOne() throws IOException, InterruptedException {
        assertEquals(77, of(List.of("--config=" + folder.resolve("none"))).exitCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 403})
    void asksThePortWithoutAKey(int status) throws IOException, InterruptedException {
        List<Map.Entry<String, Boolean>> asked = new ArrayList<>();
        HttpServer port = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        port.createContext("/", request -> {
            asked.add(Map.entry(
                    request.getRequestMethod() + " " + request.getRequestURI(),
                    request.getRequestHeaders().containsKey("Authorization")));
            request.sendResponseHeaders(status, -1);
            request.close();
        });
        port.start();
        try {
            for (String host : List.of("127.0.0.1", "0.0.0.0", "")) {
                assertEquals(
                        new ProbeSection(Integer.toString(status), 0),
                        run("push_answer 'push=" + host + ":"
                                + port.getAddress().getPort() + "'"),
                        host);
            }
            assertEquals(
                    List.of(Map.entry("GET /broadcast", false)),
                    asked.stream().distinct().toList());
        } finally {
            port.stop(0);
        }
    }

    @Test
    void asksNobodyWithoutAPushPort() throws IOException, InterruptedException {
        assertEquals(new ProbeSection("", 2), run("push_answer 'ports=8080'"));
    }

    private Optional<PushSettings> settings(List<String> arguments) throws IOException, InterruptedException {
        ProbeSection told = of(arguments);
        assertEquals(0, told.exitCode(), told.text());
        return PushSettings.of(told.text());
    }

    /** The settings of a process with these arguments, which ends with its input. */
    private static ProbeSection of(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "read -r _; exit 0", "mooring-server"));
        command.addAll(arguments);
        Process server = new ProcessBuilder(command).start();
        try {
            return run("push_settings " + server.pid());
        } finally {
            server.getOutputStream().close();
            server.waitFor();
        }
    }

    /** A command among the functions of the probe. */
    private static ProbeSection run(String command) throws IOException, InterruptedException {
        String script = RecordedReports.CHECK.script();
        String functions = script.split("\n\\{?\n?show boot ", 2)[0];
        Process shell = new ProcessBuilder("sh", "-c", functions + "\n" + command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new ProbeSection(said.strip(), shell.waitFor());
    }
}
