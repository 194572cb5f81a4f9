package dev.mooring.loadgenerator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.loadgenerator.run.PlainServer;
import dev.mooring.loadgenerator.run.StopSignal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SwarmCommandTest {
    private final StringWriter errors = new StringWriter();
    private final StringWriter output = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rate 9 | swarm: rate=9 is not a rate above 0;",
                "--hold 9 | swarm: hold=9 is not a duration;",
                "--sources x | swarm: sources=x is not an address",
                "--echo 2x64B | swarm: echo=2x64B is more than connections=1;",
                "--event-loops 0 | swarm: event-loops=0 is less than 1;",
                "--handshake-timeout 0s | swarm: handshake-timeout=0s is less than 1ms;",
                "--json /no-such-folder/run.json | swarm: json=/no-such-folder/run.json is not in a folder",
                "--html /no-such-folder/run.html | swarm: html=/no-such-folder/run.html is not in a folder",
                "--frobnicate | swarm: Unknown option:"
            })
    void answersAMistakeWithOneSentence(String option, String message) {
        String[] arguments = ("ws://127.0.0.1:1 --connections 1 " + option).split(" ", -1);
        assertEquals(64, run(arguments));
        assertTrue(errors.toString().startsWith(message), errors.toString());
        assertFalse(errors.toString().contains("at dev.mooring"), errors.toString());
    }

    @Test
    void failsWhenNothingListens() throws Exception {
        int port;
        try (PlainServer gone = new PlainServer(peer -> {})) {
            port = gone.port();
        }
        assertEquals(1, run("ws://127.0.0.1:" + port, "--connections", "3", "--rate", "max", "--hold", "0s"));
        assertTrue(output.toString().contains("3 attempts failed: connect refused. Remedy: check"), output.toString());
    }

    @Test
    void hasTwoEventLoopsUnlessToldOtherwise() {
        assertEquals(0, run("--help"));
        assertTrue(
                output.toString().replaceAll("\\s+", " ").contains("Threads of one process. Default: 2."),
                output.toString());
    }

    @Test
    void holdsConnectionsInTwoProcessesAndWritesBothReports(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("run.json");
        Path html = folder.resolve("run.html");
        try (PlainServer server = new PlainServer(peer -> {
            peer.open();
            peer.closeWhenAsked();
        })) {
            String url = "ws://127.0.0.1:" + server.port();
            int code = run(
                    url,
                    "--connections",
                    "31",
                    "--rate",
                    "200/s",
                    "--hold",
                    "0s",
                    "--processes",
                    "2",
                    "--json",
                    json.toString(),
                    "--html",
                    html.toString());
            assertEquals(0, code, errors.toString());
        }
        JsonNode run = new ObjectMapper().readTree(json.toFile());
        assertTrue(run.get("passed").asBoolean());
        assertEquals(31, run.get("open").asInt());
        assertEquals(31, run.get("connectMicros").get("count").asInt());
        String page = Files.readString(html);
        assertTrue(page.contains("31 WebSockets to ws://127.0.0.1:"), page);
        assertFalse(page.contains("${"), "a place of the template was left");
        assertFalse(page.contains("src=") || page.contains("href="), "the page needs nothing from elsewhere");
    }

    private int run(String... arguments) {
        CommandLine command = SwarmCommand.commandLine(new StopSignal());
        command.setOut(new PrintWriter(output, true));
        command.setErr(new PrintWriter(errors, true));
        return command.execute(arguments);
    }
}
