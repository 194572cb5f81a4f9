package dev.mooring.proof.vm;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text is what a machine printed while 20,000 connections were closed, shortened. */
class GuestSnapshotTest {
    @Test
    void readsTheServer() throws IOException {
        GuestSnapshot snapshot = GuestSnapshot.parse(text());
        assertEquals(12_682, snapshot.open());
        assertEquals(0, snapshot.pingTimeouts());
        assertEquals(Bytes.kibi(64_664), snapshot.memory().resident());
        assertEquals(Duration.ofMillis(51), snapshot.longestPause());
    }

    @Test
    void tellsThatTheClientsCloseByTheirCode() throws IOException {
        assertTrue(GuestSnapshot.parse(text()).closing());
    }

    @Test
    void doesNotTakeALossForTheClientsClose() throws IOException {
        String lost = text().replace("\"closed\":{\"1000\":7318}", "\"closed\":{\"1006\":7318}");
        GuestSnapshot snapshot = GuestSnapshot.parse(lost);
        assertFalse(snapshot.closing());
        assertEquals(12_682, snapshot.open());
    }

    @Test
    void addsUserAndSystemTimeOfACollectionAndTakesTheLongest() throws IOException {
        assertEquals(Duration.ofMillis(40), GuestSnapshot.parse(text()).collectionCpu());
    }

    @Test
    void countsAsUsedWhatIsNeitherFreeNorACacheOfFiles() throws IOException {
        assertEquals(Bytes.kibi(469772), GuestSnapshot.parse(text()).memory().used());
    }

    @Test
    void readsTheLoadGenerator() throws IOException {
        assertEquals(Bytes.kibi(64_056), GuestSnapshot.parse(text()).memory().generator());
    }

    @Test
    void countsNoMemoryForALoadGeneratorThatDoesNotRun() throws IOException {
        String without = text().replaceAll("(?s)== generator\n.*?== collections", "== generator\n== collections");
        assertEquals(Bytes.of(0), GuestSnapshot.parse(without).memory().generator());
    }

    @Test
    void readsTheKernelsCountersByName() throws IOException {
        assertEquals(
                Map.of(
                        "ListenOverflows", 0L,
                        "ListenDrops", 0L,
                        "SyncookiesSent", 0L,
                        "TCPMemoryPressures", 0L,
                        "TCPTimeouts", 0L),
                GuestSnapshot.parse(text()).drops());
    }

    @Test
    void saysWhichSectionIsMissing() {
        assertEquals(
                "no section meminfo in the machine's reading: [uptime]",
                assertThrows(IllegalArgumentException.class, () -> GuestSnapshot.parse("== uptime\n1.0 2.0\n"))
                        .getMessage());
    }

    private static String text() throws IOException {
        try (InputStream text = requireNonNull(GuestSnapshotTest.class.getResourceAsStream("reading.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
