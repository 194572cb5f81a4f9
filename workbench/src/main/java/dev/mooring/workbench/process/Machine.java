package dev.mooring.workbench.process;

import dev.mooring.capacity.kernel.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and when a run took place, without which its numbers say nothing.
 *
 * @param cpu the processor's model name
 * @param commit the tree that was measured, {@code -dirty} when it had changes; unknown without git or its folder
 */
public record Machine(
        String cpu,
        int cores,
        String kernel,
        String jdk,
        String commit,
        String date,
        String loadBefore,
        String loadAfter) {
    public static Machine here(Path root, ChildProcesses children, Instant now)
            throws IOException, InterruptedException {
        String load = loadAverage();
        return new Machine(
                cpuModel(KernelFile.read(Path.of("/proc/cpuinfo"))),
                onlineCores(),
                "Linux " + System.getProperty("os.version") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                commit(root, children),
                now.truncatedTo(ChronoUnit.SECONDS).toString(),
                load,
                load);
    }

    public Machine after() throws IOException {
        return new Machine(cpu, cores, kernel, jdk, commit, date, loadBefore, loadAverage());
    }

    /** Arm's {@code /proc/cpuinfo} has no model name. */
    static String cpuModel(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
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

    private static int onlineCores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String loadAverage() throws IOException {
        String text = KernelFile.read(Path.of("/proc/loadavg"));
        return text.substring(0, text.indexOf(' ', text.indexOf(' ', text.indexOf(' ') + 1) + 1));
    }
}
