package dev.mooring.proof.soak.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SoakWorkspaceTest {
    @Test
    void sendsASignalToAProcess() throws IOException, InterruptedException {
        try (ChildProcesses children = new ChildProcesses()) {
            Process sleeping = children.start(new ProcessBuilder("sleep", "infinity"));
            new SoakWorkspace(Path.of("").toAbsolutePath(), children).signal(sleeping.pid(), "TERM");
            assertEquals(128 + 15, sleeping.waitFor());
        }
    }
}
