package dev.mooring.proof.soak.process;

import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.shipped.ShippedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The project's programs, the processes started from them, and the folder for what they write.
 *
 * @param root the project's root folder
 */
public record SoakWorkspace(Path root, ChildProcesses children) {
    /** Sends a signal, as in {@code STOP}, by the shell's own kill: the program is not installed everywhere. */
    public void signal(long pid, String name) throws IOException, InterruptedException {
        children.run(root, List.of("sh", "-c", "kill -" + name + " " + pid));
    }

    Path serverProgram() throws IOException {
        return new ShippedPrograms(root).server();
    }

    Path swarmProgram() {
        return new ShippedPrograms(root).swarm();
    }

    public Path output() throws IOException {
        return Files.createDirectories(root.resolve("target/soak"));
    }
}
