package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.connection.ConnectionLimits;
import dev.mooring.server.keepalive.SweepSchedule;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Option;

/** Every time of the command line is one the server can count with, or is refused at the start. */
class ServerDurationsTest {
    private static final Duration MAX_DURATION = Duration.ofMinutes(100);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            handshake-timeout=999999999999h | handshake-timeout=999999999999h is more than 3600s; give a shorter time
            slow-timeout=2h                 | slow-timeout=2h is more than 3600s; give a shorter time
            slow-timeout=0s                 | slow-timeout=0s is less than 1ms; give a longer time
            drain-window=9999999h           | drain-window=9999999h is more than 3600s; give a shorter time
            drain-window=61m                | drain-window=61m is more than 3600s; give a shorter time
            drain-delay=3600001ms           | drain-delay=3600001ms is more than 3600s; give a shorter time
            """)
    void refusesATimeThatIsTooLongOrTooShort(String setting, String sentence) {
        assertEquals("mooring-server: " + sentence + "\nSee: mooring-server --help\n", refusal("--" + setting));
    }

    /** Who mends what was refused is not told of another bound then. */
    @Test
    void namesOneBoundHoweverFarATimeIsBeyondIt() {
        for (String option : List.of("drain-delay", "drain-window", "handshake-timeout", "slow-timeout")) {
            for (String time : List.of("3601s", "61m", "8761h", "9999999h", "99999999999999999999h")) {
                assertEquals(
                        "mooring-server: " + option + "=" + time
                                + " is more than 3600s; give a shorter time\nSee: mooring-server --help\n",
                        refusal("--" + option + "=" + time));
            }
        }
    }

    @Test
    void takesOrRefusesEveryTimeOfEveryOption() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> options = Arrays.stream(ServerOptions.class.getDeclaredFields())
                .map(field -> field.getAnnotation(Option.class))
                .filter(option -> option != null && option.paramLabel().equals("TIME"))
                .map(option -> option.names()[0])
                .toList();
        assertTrue(options.size() >= 7, options.toString());
        for (int i = 0; i < 500; i++) {
            String text = options.get(random.nextInt(options.size())) + "="
                    + random.nextLong(1L << random.nextInt(1, 62))
                    + List.of("ms", "s", "m", "h").get(random.nextInt(4));
            String said = refusal(text);
            assertFalse(said.contains("Exception"), () -> said + " of " + text + " with seed " + seed);
            if (!said.isEmpty()) {
                assertTrue(
                        said.matches("mooring-server: [^\n]+ is [^\n]+; [^\n]+\nSee: mooring-server --help\n"),
                        () -> said + " of " + text);
            }
        }
    }

    /** What is said; nothing when the server could start with it. */
    private static String refusal(String argument) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            int code = ServerCommand.execute(new String[] {argument}, Map.of(), 2, ServerDurationsTest::count);
            assertEquals(said.size() == 0 ? 0 : 64, code, argument);
            return said.toString(StandardCharsets.UTF_8);
        } finally {
            System.setErr(before);
        }
    }

    private static int count(ServerConfiguration configuration) {
        Duration keepalive = configuration.timeouts().keepalive();
        Duration pongTimeout = configuration.timeouts().pongTimeout();
        SweepSchedule schedule = new SweepSchedule(keepalive, pongTimeout, Long.MAX_VALUE - 1);
        assertTrue(schedule.tick(1).compareTo(keepalive.plus(Duration.ofMillis(10))) <= 0);
        for (Duration duration : List.of(
                keepalive,
                pongTimeout,
                configuration.timeouts().idleTimeout(),
                ConnectionLimits.of(configuration).handshakeTimeout(),
                ConnectionLimits.of(configuration).slowTimeout(),
                configuration.drainDelay(),
                configuration.drainWindow())) {
            assertTrue(duration.compareTo(MAX_DURATION) <= 0, duration.toString());
        }
        return 0;
    }
}
