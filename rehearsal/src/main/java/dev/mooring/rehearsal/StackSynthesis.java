package dev.mooring.rehearsal;

import dev.mooring.rehearsal.measure.StackFindings;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code infra/synth --summary}, beside the rehearsal while that waits. Needs Node.js, and the app built before.
 *
 * <p>Used by one thread. Cost: about 10 seconds of one processor, at the lowest priority.
 */
final class StackSynthesis {
    private final Process process;
    private final Path summary;
    private final Path errors;

    private StackSynthesis(Process process, Path summary, Path errors) {
        this.process = process;
        this.summary = summary;
        this.errors = errors;
    }

    /**
     * Why there is nothing to start here.
     *
     * @param built whether the app is built from the sources that are here
     */
    static Optional<String> missing(boolean built) {
        if (!built) {
            return Optional.of("its app is not built; infra/synth --summary builds and shows it");
        }
        boolean node = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
        return node ? Optional.empty() : Optional.of("no Node.js; install it: sudo apt-get install nodejs");
    }

    static StackSynthesis start(RehearsalWorkspace workspace, ChildProcesses children) throws IOException {
        Path summary = workspace.output().resolve("stack.txt");
        Path errors = workspace.log("stack");
        Process process = children.start(new ProcessBuilder(
                        "setsid",
                        "nice",
                        "-n",
                        "19",
                        workspace.root().resolve("infra/synth").toString(),
                        "--summary",
                        "--fleet",
                        workspace.fleet().toString())
                .directory(workspace.root().toFile())
                .redirectOutput(summary.toFile())
                .redirectError(errors.toFile()));
        return new StackSynthesis(process, summary, errors);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** The result; one that still runs is ended. */
    StackFindings findings() throws IOException {
        if (process.isAlive()) {
            process.destroyForcibly();
            return new StackFindings.NotSynthesized("infra/synth took too long");
        }
        return StackFindings.of(process.exitValue(), Files.readString(summary), Files.readString(errors));
    }
}
