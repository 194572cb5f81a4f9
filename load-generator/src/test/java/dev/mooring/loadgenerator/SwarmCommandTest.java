package dev.mooring.loadgenerator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.output.StopRequest;
import dev.mooring.loadgenerator.run.PlainServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SwarmCommandTest {
    private final StringWriter errors = new StringWriter();
    private final StringWriter output = new StringWriter();
    private final StopRequest stop = new StopRequest();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rate 9 | swarm: rate=9 is not a rate above 0;",
                "--hold 9 | swarm: hold=9 is not a duration;",
                "--sources ::1 | swarm: sources=0:0:0:0:0:0:0:1 is not IPv4 as the address of the url, 127.0.0.1; give IPv4",
                "--expect-ping 0s | swarm: expect-ping=0s is less than 1ms;",
                "--hold 999999999999h | swarm: hold=999999999999h is more than 31536000s;",
                "--settle 9999999h | swarm: settle=9999999h is more than 31536000s;",
                "--handshake-timeout 8761h | swarm: handshake-timeout=8761h is more than 31536000s;",
                "--processes 2 | swarm: processes=2 is more than 1; give fewer, or raise the limit of open files",
                "--expect-close 99 | swarm: expect-close=99 is outside 1000-4999; give a code that servers send",
                "--sources x | swarm: sources=x is not an address",
                "--echo 2x64B | swarm: echo=2x64B is more than connections=1;",
                "--event-loops 0 | swarm: event-loops=0 is less than 1;",
                "--event-loops 65 | swarm: event-loops=65 is more than 64; give fewer, or more --processes",
                "--publish 9/s | swarm: publish=9/s is given without push; give --push http://127.0.0.1:9100 too",
                "--publish 9/s --push http://h | swarm: publish=9/s has no topics to go to; name them with --topics",
                "--publish 9 | swarm: publish=9 is not a rate above 0;",
                "--push http://h | swarm: push=http://h is given without publish; give --publish RATE too",
                "--push-key k | swarm: push-key=k is given without publish; give --publish RATE too",
                "--topics a --publish 9/s --push h | swarm: push=h is not a URL of http or https;",
                "--topics a --publish 9/s --push http://h --push-key /none | swarm: push-key=/none is not a text file this",
                "--topics a --publish 9/s --push http://h --publish-size 9B | swarm: publish-size=9B is outside 128B-64KiB;",
                "--topics a,a | swarm: topics=a,a has a topic twice; name each once",
                "--topics a,,b | swarm: topics= has 0 bytes or control characters; use names of 1 to 255 bytes",
                "--protocol amqp | swarm: protocol=amqp is none of plain, centrifugo; give one of them",
                "--protocol centrifugo | swarm: protocol=centrifugo has no topics to ask for; name them with --topics",
                "--topics a --echo 1x64B | swarm: echo=1x64B is given beside topics; leave one away",
                "--json same --html ./same | swarm: html=./same is the same file as json=same; name another",
                "--handshake-timeout 0s | swarm: handshake-timeout=0s is less than 1ms;",
                "--json /no-such-folder/run.json | swarm: json=/no-such-folder/run.json is not in a folder",
                "--html /no-such-folder/run.html | swarm: html=/no-such-folder/run.html is not in a folder",
                "--frobnicate | swarm: argument=--frobnicate is not one this program knows; leave it out",
                "--connections many | swarm: connections=many is not a whole number; give one, such as 1000",
                "--processes | swarm: processes has no value; give --processes=PROCESSES"
            })
    void answersAMistakeWithOneSentence(String option, String message) {
        String[] arguments = ("ws://127.0.0.1:1 --connections 1 " + option).split(" ", -1);
        assertEquals(64, run(arguments));
        assertTrue(errors.toString().startsWith(message), errors.toString());
        assertTrue(errors.toString().endsWith("\nSee: swarm --help\n"), errors.toString());
        assertEquals(2, errors.toString().lines().count(), errors.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ws://127.0.0.1:1 --conections 3 | swarm: argument=--conections is not one this program knows; did you mean --connections?",
                "ws://127.0.0.1:1 --conections=3 | swarm: argument=--conections=3 is not one this program knows; did you mean --connections",
                "--frobnicate | swarm: argument=--frobnicate is not one this program knows; leave it out",
                "ws://127.0.0.1:1 | swarm: connections has no value; give --connections=CONNECTIONS"
            })
    void namesAMisspeltOptionBeforeTheOneThatIsMissingForIt(String arguments, String message) {
        assertEquals(64, run(arguments.split(" ", -1)));
        assertTrue(errors.toString().startsWith(message), errors.toString());
    }

    @Test
    void failsWhenNothingListens() throws Exception {
        // Bound, so that it is nobody else's either.
        try (SocketChannel deaf =
                SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String url = "ws://127.0.0.1:" + deaf.socket().getLocalPort();
            assertEquals(1, run(url, "--connections", "3", "--rate", "max", "--hold", "0s"));
        }
        assertTrue(output.toString().contains("3 attempts failed: connect refused. Remedy: check"), output.toString());
    }

    @Test
    void saysItsVersion() {
        assertEquals(0, run("--version"));
        assertEquals("swarm 0.1.0", output.toString().strip());
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

    @Test
    void doesNotJudgeARunThatASignalEnds(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("run.json");
        try (PlainServer server = answering()) {
            stop.request();
            int code = run(
                    "ws://127.0.0.1:" + server.port(),
                    "--connections",
                    "3",
                    "--rate",
                    "max",
                    "--json",
                    json.toString());
            assertEquals(130, code, output.toString());
        }
        assertTrue(output.toString().contains("verdict            not judged (interrupted)\n"), output.toString());
        JsonNode run = new ObjectMapper().readTree(json.toFile());
        assertFalse(run.get("passed").asBoolean());
        assertFalse(run.get("judged").asBoolean());
        assertTrue(run.has("open"));
    }

    @Test
    void writesTheOtherReportWhenOneFindsNoRoom(@TempDir Path folder) throws Exception {
        Path html = folder.resolve("run.html");
        try (PlainServer server = answering()) {
            int code = run(arguments(server, "--json", "/dev/full", "--html", html.toString()));
            assertEquals(74, code);
        }
        assertTrue(
                errors.toString()
                        .endsWith("swarm: json=/dev/full was not written: No space left on device;"
                                + " make room or name another file\n"),
                errors.toString());
        assertTrue(output.toString().endsWith("verdict            passed\n"), output.toString());
        assertTrue(Files.readString(html).contains("</html>"));
    }

    @Test
    void saysThatNobodyGotTheReport() throws Exception {
        try (PlainServer server = answering()) {
            assertEquals(74, run(new BrokenWriter(), arguments(server)));
        }
        assertTrue(
                errors.toString()
                        .endsWith("swarm: the result could not be written to standard output; its reader is gone or the"
                                + " disk is full\n"),
                errors.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version"})
    void saysThatNobodyGotTheHelp(String option) {
        assertEquals(74, run(new BrokenWriter(), option));
    }

    @Test
    void saysThatADeviceTookNothingOfItsOutput() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SwarmCommand.class.getName(),
                "--help");
        Process process = new ProcessBuilder(command)
                .redirectOutput(Path.of("/dev/full").toFile())
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(74, process.waitFor(), said);
        assertTrue(said.endsWith("its reader is gone or the disk is full\n"), said);
    }

    private static final class BrokenWriter extends Writer {
        @Override
        public void write(char[] characters, int from, int count) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void flush() throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void close() {
            // nothing to give back
        }
    }

    private static PlainServer answering() throws IOException {
        return new PlainServer(peer -> {
            peer.open();
            peer.closeWhenAsked();
        });
    }

    private static String[] arguments(PlainServer server, String... more) {
        List<String> arguments = new ArrayList<>(List.of("ws://127.0.0.1:" + server.port(), "--connections=3"));
        arguments.addAll(List.of("--rate=max", "--hold=0s"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private int run(String... arguments) {
        return run(output, arguments);
    }

    private int run(Writer out, String... arguments) {
        CommandLine command = SwarmCommand.commandLine(stop);
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(errors, true));
        return Program.run(command, arguments);
    }
}
