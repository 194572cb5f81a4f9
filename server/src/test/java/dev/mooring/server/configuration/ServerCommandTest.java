package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.connection.ConnectionLimits;
import dev.mooring.server.handshake.HandshakeRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A supervisor tries again after 69, and not after 64. */
class ServerCommandTest {
    @Test
    void exitsWith69WhenAPortIsInUse() {
        assertEquals(
                69, exitCode(RefusedException.unavailable("ports", 8080, "is in use on", "::", "choose other ports")));
    }

    @Test
    void exitsWith64WhenTheConfigurationIsRefused() {
        assertEquals(
                64, exitCode(RefusedException.of("ports", 80, "needs", "a privilege", "choose ports of 1024 or more")));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 2", "4, 0, 4", "192, 0, 128", "1, 1, 1", "4, 3, 3", "2, 128, 128", "2, 129, 64"})
    void hasAtLeastTwoEventLoopsUnlessToldOtherwiseAndTakesNoMoreThan128(int processors, int asked, int loops) {
        String[] arguments = {"--event-loops=" + asked};
        assertEquals(loops, ServerCommand.execute(arguments, Map.of(), processors, ServerConfiguration::eventLoops));
    }

    @ParameterizedTest
    @CsvSource({
        "--max-request-line=127B",
        "--max-request-line=32KiB",
        "--max-headers=511B",
        "--max-headers=32KiB",
        "--subprotocols=a b",
        "'--subprotocols=a,a'",
        "'--subprotocols=a,'"
    })
    void refusesSettingsOfTheHandshakeThatAreOutOfBounds(String argument) {
        assertEquals(64, ServerCommand.execute(new String[] {argument}, Map.of(), 2, _ -> 0));
    }

    @Test
    void readsTheSettingsOfTheHandshake() {
        String[] arguments = {"--subprotocols=mqtt, v12.stomp", "--max-request-line=1KiB", "--max-headers=31KiB"};
        ServerCommand.execute(arguments, Map.of(), 2, configuration -> {
            HandshakeRules rules = ConnectionLimits.of(configuration).handshake();
            assertEquals(List.of("mqtt", "v12.stomp"), rules.subprotocols());
            assertEquals("1KiB 31KiB", rules.maxRequestLine() + " " + rules.maxHeaders());
            return 0;
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --ports=9000                                              | admin=127.0.0.1:9000 is one of ports=9000 on 0.0.0.0
            --ports=8080-8095 --admin=127.0.0.1:8085                  | admin=127.0.0.1:8085 is one of ports=8080-8095 on 0.0.0.0
            --ports=8080-8095 --admin=127.0.0.1:8095 --bind=127.0.0.1 | admin=127.0.0.1:8095 is one of ports=8080-8095 on 127.0.0.1
            --ports=8080 --admin=0.0.0.0:8080 --bind=127.0.0.1        | admin=0.0.0.0:8080 is one of ports=8080 on 127.0.0.1
            --ports=8080 --admin=127.0.0.1:8080 --bind=::             | admin=127.0.0.1:8080 is one of ports=8080 on 0:0:0:0:0:0:0:0
            --health=0.0.0.0:9000                                     | health=0.0.0.0:9000 has the port of admin=127.0.0.1:9000
            --push=127.0.0.1:8081                                     | push=127.0.0.1:8081 is one of ports=8080-8095 on 0.0.0.0
            --push=127.0.0.1:9000                                     | push=127.0.0.1:9000 has the port of admin=127.0.0.1:9000
            --push=127.0.0.1:9001 --health=0.0.0.0:9001               | push=127.0.0.1:9001 has the port of health=0.0.0.0:9001
            """)
    void exitsWith64WhenOnePortIsWantedForTwoThings(String arguments, String sentence) {
        assertEquals(
                "mooring-server: " + sentence + "; choose another port for the one or the other\n",
                refusal(arguments.split(" ", -1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --admin=127.0.0.1:9000-9001   | admin=127.0.0.1:9000-9001 has 2 ports; give one, as in 127.0.0.1:9000
            --admin=127.0.0.1:0           | admin=0 is outside 1-65535; choose a port in that range
            --ports=65535-65536           | ports=65536 is outside 1-65535; choose a port in that range
            --bind=                       | bind= is not an address; write an IP address, or leave it out
            --max-connections=2147483648  | max-connections=2147483648 is not a whole number from 1 to 2147483647; correct it
            """)
    void refusesWhatItWouldElseTakeForSomethingElse(String argument, String sentence) {
        assertEquals("mooring-server: " + sentence + "\n", refusal(argument));
    }

    @Test
    void refusesAConfigurationFileThatTheLocaleHasNoNameFor() {
        // What an ASCII locale makes of other letters is refused by the file system as a zero character is by any.
        assertEquals(
                "mooring-server: config=a\\u0000 is not a path in this locale;"
                        + " set LC_ALL=C.UTF-8 or name the file in ASCII\n",
                refusal("--config=a\0"));
    }

    @Test
    void refusesASecondConfigurationFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("server.properties"), "event-loops=7\n");
        String[] once = {"--config", file.toString()};
        String[] twice = {"--config=" + file, "--config", file.toString()};
        assertEquals(7, ServerCommand.execute(once, Map.of(), 2, ServerConfiguration::eventLoops));
        assertEquals(64, ServerCommand.execute(twice, Map.of(), 2, ServerConfiguration::eventLoops));
    }

    @ParameterizedTest
    @CsvSource({"MOORING_STRICT, strict", "MOORING_PUSH_OPEN, push-open"})
    void refusesAFlagWithoutAWordInTheEnvironment(String variable, String key) {
        assertEquals(
                "mooring-server: " + key + "= is neither true nor false; choose one of them\n",
                refusal(Map.of(variable, "")));
    }

    @Test
    void takesAFlagWithAWordInTheEnvironment() {
        assertEquals(
                1,
                ServerCommand.execute(
                        new String[0],
                        Map.of("MOORING_STRICT", "true"),
                        2,
                        configuration -> configuration.strict() ? 1 : 0));
    }

    /** What it says when it refuses its arguments. */
    private static String refusal(String... arguments) {
        return refusal(Map.of(), arguments);
    }

    private static String refusal(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertEquals(64, ServerCommand.execute(arguments, environment, 2, _ -> 0));
        } finally {
            System.setErr(before);
        }
        String text = said.toString(StandardCharsets.UTF_8);
        String hint = "See: mooring-server --help\n";
        assertTrue(text.endsWith(hint), text);
        return text.substring(0, text.length() - hint.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--ports=8080 --admin=127.0.0.1:8080 --bind=127.0.0.2",
                "--ports=8080 --admin=[::1]:8080 --bind=0.0.0.0",
                "--ports=8080-8095 --admin=127.0.0.1:8096"
            })
    void takesTheSamePortOnAddressesThatDoNotOverlap(String arguments) {
        assertEquals(0, ServerCommand.execute(arguments.split(" ", -1), Map.of(), 2, _ -> 0));
    }

    @Test
    void showsItsOwnDefaultsInHelpWhateverTheEnvironmentSays() {
        String plain = help(Map.of());
        assertTrue(plain.contains("Default: 8080-8095"), plain);
        assertEquals(plain, help(Map.of("MOORING_PORTS", "", "MOORING_KEEPALIVE", "7s", "MOORING_NO_KEY", "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--version", "-V"})
    void exitsWith74WhenHelpCannotBeWritten(String argument) {
        PrintStream before = System.out;
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int character) throws IOException {
                throw new IOException("No space left on device");
            }
        }));
        try {
            assertEquals(74, ServerCommand.execute(new String[] {argument}, Map.of(), 2, _ -> 0));
        } finally {
            System.setOut(before);
        }
    }

    private static String help(Map<String, String> environment) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertEquals(0, ServerCommand.execute(new String[] {"--help"}, environment, 2, _ -> 1));
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static int exitCode(RefusedException refusal) {
        return ServerCommand.execute(new String[0], Map.of(), 2, configuration -> {
            throw refusal;
        });
    }
}
