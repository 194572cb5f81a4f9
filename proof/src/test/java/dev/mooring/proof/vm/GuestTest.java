package dev.mooring.proof.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell on this machine stands in for ssh. */
class GuestTest {
    @TempDir
    private Path work = Path.of("");

    private final ChildProcesses children = ChildProcesses.withoutHook();

    @AfterEach
    void end() {
        children.close();
    }

    @Test
    void answersWithTheCodeAndWhatWasPrinted() throws IOException, InterruptedException {
        Guest guest = guest("echo out; echo err >&2; exit 3", Duration.ofMinutes(1));
        assertEquals(new Guest.Answer(3, "out\nerr\n"), guest.ask("true"));
    }

    @Test
    void endsACommandThatHangsAndNamesIt() {
        Guest guest = guest("exec sleep 600", Duration.ofMillis(1));
        assertEquals(
                "cat /proc/uptime in the machine did not end within 1ms",
                assertThrows(IOException.class, () -> guest.ask("cat /proc/uptime"))
                        .getMessage());
    }

    private Guest guest(String script, Duration deadline) {
        return new Guest(List.of("sh", "-c", script), deadline, work, 22, children);
    }
}
