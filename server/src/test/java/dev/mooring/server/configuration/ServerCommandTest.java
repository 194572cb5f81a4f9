package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.RefusedException;
import dev.mooring.server.handshake.HandshakeRules;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
            HandshakeRules rules = configuration.limits().handshake();
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
            """)
    void exitsWith64WhenTheAdminPortIsOneOfItsOwn(String arguments, String sentence) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertEquals(64, ServerCommand.execute(arguments.split(" ", -1), Map.of(), 2, _ -> 0));
        } finally {
            System.setErr(before);
        }
        assertEquals(
                "mooring-server: " + sentence + "; choose another port for the one or the other\n",
                said.toString(StandardCharsets.UTF_8));
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

    private static int exitCode(RefusedException refusal) {
        return ServerCommand.execute(new String[0], Map.of(), 2, configuration -> {
            throw refusal;
        });
    }
}
