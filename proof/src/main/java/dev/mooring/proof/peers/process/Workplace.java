package dev.mooring.proof.peers.process;

import dev.mooring.capacity.RefusedException;
import dev.mooring.proof.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders a run reads and writes, and the C programs it builds there.
 *
 * @param root the project's root folder
 */
public record Workplace(Path root) {
    /** The workplace of a test: Maven runs tests in the folder of their module. */
    public static Workplace ofModule() {
        return new Workplace(Path.of("..").toAbsolutePath().normalize());
    }

    public Path proof() {
        return root.resolve("proof");
    }

    /** Everything a run writes, apart from its results; {@code git} ignores it. */
    public Path target() throws IOException {
        return Files.createDirectories(proof().resolve("target/peers"));
    }

    public Path log(String name) throws IOException {
        return target().resolve(name + ".log");
    }

    /** Compiles {@code proof/src/main/c/NAME.c} when it is newer than its program. */
    public Path nativeProgram(String name, ChildProcesses children) throws IOException, InterruptedException {
        Path sources = proof().resolve("src/main/c");
        Path source = sources.resolve(name + ".c");
        Path program = target().resolve(name);
        if (isNewer(program, source) && isNewer(program, sources.resolve("handshake.h"))) {
            return program;
        }
        requireCompiler();
        String[] flags = {"gcc", "-O2", "-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-o"};
        children.run(
                sources,
                Stream.concat(Stream.of(flags), Stream.of(program.toString(), source.toString()))
                        .toList());
        return program;
    }

    private static void requireCompiler() {
        if (isOnPath("gcc")) {
            return;
        }
        throw RefusedException.of(
                "gcc", "none", "is not", "a C compiler on the PATH", "install it: sudo apt-get install gcc");
    }

    public static boolean isOnPath(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static boolean isNewer(Path program, Path source) throws IOException {
        return Files.exists(program)
                && Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) >= 0;
    }
}
