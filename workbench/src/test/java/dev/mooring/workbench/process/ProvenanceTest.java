package dev.mooring.workbench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    /** A bundle of sources has no repository; neither has the root of a file system. */
    @Test
    void knowsNoCommitWithoutARepository() throws InterruptedException {
        try (ChildProcesses children = new ChildProcesses()) {
            assertEquals("unknown", Provenance.commit(Path.of("/proc"), children));
        }
    }
}
