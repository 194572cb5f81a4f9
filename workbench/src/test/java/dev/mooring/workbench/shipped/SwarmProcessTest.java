package dev.mooring.workbench.shipped;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwarmProcessTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void namesTheLogOfClientsThatFailed() throws IOException, InterruptedException {
        SwarmProcess failed = ended("/bin/false");
        assertEquals(
                "the clients ended with 1; see " + folder.resolve("warm-up.log"),
                assertThrows(IOException.class, failed::requireSuccess).getMessage());
    }

    @Test
    void isSilentAboutClientsThatEndedWell() throws IOException, InterruptedException {
        assertDoesNotThrow(ended("/bin/true")::requireSuccess);
    }

    @Test
    void namesTheLogOfClientsThatLeaveNoReport() throws IOException, InterruptedException {
        SwarmProcess silent = ended("/bin/true");
        assertEquals(
                "the clients left no report; see " + folder.resolve("warm-up.log"),
                assertThrows(IOException.class, () -> silent.finish(Duration.ofMinutes(1)))
                        .getMessage());
    }

    @Test
    void waitsForNothingThatTakesClientsWhenTheyHaveEnded() throws IOException, InterruptedException {
        ClientWait wait = new ClientWait(List.of(ended("/bin/true")), folder);
        assertEquals(
                "the clients ended before every connection is open; see " + folder,
                assertThrows(
                                IOException.class,
                                () -> wait.until("every connection is open", () -> false, Duration.ofMinutes(5)))
                        .getMessage());
        assertDoesNotThrow(() -> wait.until("it has come before", () -> true, Duration.ofMinutes(5)));
    }

    @Test
    void saysForWhatItWaitedInVain() {
        assertEquals(
                "waited in vain until every connection is open; see " + folder,
                assertThrows(
                                IOException.class,
                                () -> new ClientWait(List.of(), folder)
                                        .until("every connection is open", () -> false, Duration.ZERO))
                        .getMessage());
    }

    private SwarmProcess ended(String program) throws IOException, InterruptedException {
        try (ChildProcesses children = new ChildProcesses()) {
            SwarmProcess swarm = SwarmProcess.start(Path.of(program), 1, 1, List.of(), children, folder, "warm-up");
            assertTrue(swarm.endsWithin(Duration.ofMinutes(1)));
            return swarm;
        }
    }
}
