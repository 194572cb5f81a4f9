package dev.mooring.hostagent.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateRecordTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsOnTheConsoleWhyAHostDoesNotJoin() throws IOException {
        Path console = Files.createFile(folder.resolve("console"));
        StateRecord record = record(Optional.of(console));

        record.write(new HostState.Joining("verify found 1 failure: fs.nr_open\nis 1048576"));
        record.write(new HostState.Joining("verify found 1 failure: fs.nr_open\nis 1048576"));

        assertEquals(
                List.of("mooring: Joining verify found 1 failure: fs.nr_open is 1048576"), Files.readAllLines(console));
    }

    /** The console of an instance is 64 KiB, and shows the keys by which verify knows the host. */
    @Test
    void leavesTheConsoleToOthersAfterAFewLines() throws IOException {
        Path console = Files.createFile(folder.resolve("console"));
        StateRecord record = record(Optional.of(console));

        for (int obstacle = 0; obstacle < 100; obstacle++) {
            record.write(new HostState.Joining(obstacle + " " + "x".repeat(1_000)));
        }

        assertTrue(Files.size(console) < 24_000, () -> console + " is too long");
    }

    @Test
    void doesNotMindThatThereIsNoConsole() throws IOException {
        StateRecord record = record(Optional.of(folder.resolve("nowhere/console")));

        record.write(new HostState.Joining("no server"));

        assertTrue(Files.readString(folder.resolve("state")).endsWith(" Joining no server\n"));
    }

    private StateRecord record(Optional<Path> console) {
        return new StateRecord(folder.resolve("state"), console, () -> Instant.EPOCH);
    }
}
