package dev.mooring.workbench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ChildProcessesTest {
    private final ChildProcesses children = new ChildProcesses();

    @Test
    void endsWhatItStarted() throws IOException {
        Process sleeping = children.start(new ProcessBuilder("sleep", "infinity"));
        children.close();
        assertEquals(128 + 9, sleeping.onExit().join().exitValue());
    }

    @Test
    void startsNothingOnceAllAreEnded() {
        children.close();
        assertEquals(
                "interrupted, so sleep was not started",
                assertThrows(IOException.class, () -> children.start(new ProcessBuilder("sleep", "infinity")))
                        .getMessage());
    }
}
