package dev.mooring.proof.soak.process;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.workbench.process.SystemPackages;
import dev.mooring.workbench.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Network namespaces, each held open by a process. Needs root. */
final class Namespaces {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private Namespaces() {}

    /** What is missing here to make one and to use a program in it, if anything. */
    static Optional<String> obstacle(String program, String debianPackage) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("a network namespace needs root; run it with sudo");
        }
        try {
            SystemPackages.requireProgram(program, debianPackage);
            SystemPackages.requireProgram("ip", "iproute2");
            return Optional.empty();
        } catch (RefusedException missing) {
            return Optional.of(String.valueOf(missing.getMessage()));
        }
    }

    /** A process in a namespace of its own, which ends with it. */
    static Process open(SoakWorkspace workspace) throws IOException, InterruptedException {
        Process holder = workspace
                .children()
                .start(
                        List.of("unshare", "--net", "sleep", "infinity"),
                        workspace.output().resolve("namespace.log"));
        Waiting.until(() -> !holder.isAlive() || isApart(holder), DEADLINE);
        if (!holder.isAlive() || !isApart(holder)) {
            throw new IOException("unshare made no network namespace");
        }
        return holder;
    }

    private static boolean isApart(Process holder) throws IOException {
        Path other = Files.readSymbolicLink(Path.of("/proc", Long.toString(holder.pid()), "ns/net"));
        return !other.equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
    }
}
