package dev.mooring.server.tls.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Nothing outside the heap is left of a handshake, wherever it ends. A whole one takes 4 KB there. */
@Timeout(1_800)
class HandshakeGrowthTest {
    /** What the virtual machine takes for itself meanwhile; 20 bytes left of each handshake would be as much. */
    private static final Bytes MOST = Bytes.mebi(24);

    @Test
    void aHundredHandshakesAtEachStepLeaveNoneAlive(@TempDir Path folder) throws Exception {
        Matcher measured = measured(folder, 20, 100);
        assertEquals("0", measured.group(2), "handshakes that were not freed");
    }

    @Test
    @EnabledIfSystemProperty(named = "mooring.slow", matches = "true", disabledReason = "part of ./check --full")
    void tenThousandHandshakesAndAHundredThousandGivenUpAtEachStepTakeNoMemory(@TempDir Path folder) throws Exception {
        Matcher measured = measured(folder, 5_000, 100_000);
        long grown = Long.parseLong(measured.group(1));
        assertTrue(grown < MOST.count(), "resident memory grew by " + grown + " bytes");
    }

    private static Matcher measured(Path folder, int whole, int givenUp) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:+AlwaysPreTouch",
                        "-Xms64m",
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        HandshakeGrowth.class.getName(),
                        folder.toString(),
                        Integer.toString(whole),
                        Integer.toString(givenUp))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
        System.out.print(said);
        Matcher measured = Pattern.compile("measured grew (-?\\d+) live (\\d+)").matcher(said);
        assertTrue(measured.find(), said);
        return measured;
    }
}
