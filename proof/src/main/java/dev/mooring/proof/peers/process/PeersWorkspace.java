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
    /** The package of Debian that programs over TLS are built with. */
    public static final String OPENSSL = "libssl-dev";

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
     * Compiles {@code proof/src/main/c/NAME.c} when it, or a header beside it, is newer than its program.
     *
     * @param libraries what to link it with, {@code -lNAME}
     */
    public Path nativeProgram(String name, ChildProcesses children, String... libraries)
            throws IOException, InterruptedException {
        return compiled(name, name, List.of(), List.of(libraries), children);
    }

    /** The same over TLS, by OpenSSL: NAME-tls. */
    public Path secureProgram(String name, ChildProcesses children) throws IOException, InterruptedException {
        SystemPackages.requireFile(Path.of("/usr/include/openssl/ssl.h"), OPENSSL);
        return compiled(name, name + "-tls", List.of("-DTLS"), List.of("-lssl", "-lcrypto"), children);
    }

    private Path compiled(
            String source, String name, List<String> flags, List<String> libraries, ChildProcesses children)
            throws IOException, InterruptedException {
        Path sources = proof().resolve("src/main/c");
        Path program = target().resolve(name);
        if (isNewerThanItsSources(program, sources.resolve(source + ".c"))) {
            return program;
        }
        SystemPackages.requireProgram("gcc", "gcc");
        List<String> command =
                new ArrayList<>(List.of("gcc", "-O2", "-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra"));
        command.addAll(flags);
        command.addAll(
                List.of("-o", program.toString(), sources.resolve(source + ".c").toString()));
        command.addAll(libraries);
        children.run(sources, command);
        return program;
    }

    private static boolean isNewerThanItsSources(Path program, Path source) throws IOException {
        try (var headers = Files.newDirectoryStream(source.getParent(), "*.h")) {
            for (Path header : headers) {
                if (!isNewer(program, header)) {
                    return false;
                }
            }
        }
        return isNewer(program, source);
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
