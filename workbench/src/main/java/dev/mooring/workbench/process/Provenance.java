package dev.mooring.workbench.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.mooring.capacity.kernel.KernelFile;
import dev.mooring.capacity.kernel.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Where, when and from which tree a measurement comes, without which its numbers say nothing.
 *
 * @param cpu the processor's model name
 * @param commit the tree that was measured, {@code -dirty} when it had changes; unknown without git or its folder
 */
public record Provenance(
        String cpu,
        int cores,
        String kernel,
        String jdk,
        String commit,
        String date,
        @JsonUnwrapped LoadAverages load) {
    /** Of the machine before the measurement and after it. As JSON they are two members of what they are part of. */
    public record LoadAverages(
            @JsonProperty("loadBefore") String before,
            @JsonProperty("loadAfter") String after) {}

    public static Provenance here(Path root, ChildProcesses children, Instant now)
            throws IOException, InterruptedException {
        Machine machine = Machine.here("", now);
        String load = loadAverage();
        return new Provenance(
                machine.processor().model(),
                machine.processor().count(),
                machine.kernel(),
                machine.jdk(),
                commit(root, children),
                machine.date(),
                new LoadAverages(load, load));
    }

    public Provenance after() throws IOException {
        return new Provenance(cpu, cores, kernel, jdk, commit, date, new LoadAverages(load.before, loadAverage()));
    }

    /** The commit a folder of a checkout is at, {@code -dirty} when it has changes; unknown without git or its folder. */
    public static String commit(Path root, ChildProcesses children) throws InterruptedException {
        try {
            return children.run(root, List.of("git", "describe", "--always", "--dirty", "--exclude=*"))
                    .strip();
        } catch (IOException noRepository) {
            return "unknown";
        }
    }

    private static String loadAverage() throws IOException {
        String text = KernelFile.read(Path.of("/proc/loadavg"));
        return text.substring(0, text.indexOf(' ', text.indexOf(' ', text.indexOf(' ') + 1) + 1));
    }
}
