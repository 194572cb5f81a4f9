package dev.mooring.proof.peers.process;

import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The folders a run reads and writes, and the C programs it builds there.
 *
 * @param root the project's root folder
 */
public record PeersWorkspace(Path root) {
    /** The workspace of a test: Maven runs tests in the folder of their module. */
    public static PeersWorkspace ofModule() {
        return new PeersWorkspace(Path.of("..").toAbsolutePath().normalize());
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

    /**
     * Compiles {@code proof/src/main/c/NAME.c} when it is newer than its program.
     *
     * @param libraries what to link it with, {@code -lNAME}
     */
    public Path nativeProgram(String name, ChildProcesses children, String... libraries)
            throws IOException, InterruptedException {
        Path sources = proof().resolve("src/main/c");
        Path source = sources.resolve(name + ".c");
        Path program = target().resolve(name);
        if (isNewer(program, source) && isNewer(program, sources.resolve("handshake.h"))) {
            return program;
        }
        SystemPackages.requireProgram("gcc", "gcc");
        List<String> command =
                new ArrayList<>(List.of("gcc", "-O2", "-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-o"));
        command.addAll(List.of(program.toString(), source.toString()));
        command.addAll(List.of(libraries));
        children.run(sources, command);
        return program;
    }

    /** Removes a folder and all that is in it, when it is there. */
    public static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Whether {@code made} is there and no older than what it is made of. */
    public static boolean isNewer(Path made, Path source) throws IOException {
        return Files.exists(made) && Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(source)) >= 0;
    }
}
