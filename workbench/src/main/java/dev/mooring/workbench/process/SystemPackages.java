package dev.mooring.workbench.process;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What comes from packages of the system and not from Maven: looked for before it is used, named when it is missing. */
public final class SystemPackages {
    private SystemPackages() {}

    /** Refuses when no folder of the PATH has the program; the remedy installs the Debian package. */
    public static void requireProgram(String program, String debianPackage) {
        List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(":"));
        if (folders.stream().noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
            throw missing(program, "on the PATH", debianPackage);
        }
    }

    /** Refuses when a header or a library's source is not there; the remedy installs the Debian package. */
    public static void requireFile(Path file, String debianPackage) {
        if (!Files.exists(file)) {
            throw missing(debianPackage, "there: " + file, debianPackage);
        }
    }

    /** The version of an installed Debian package. */
    public static String version(String debianPackage, ChildProcesses children)
            throws IOException, InterruptedException {
        return children.run(Path.of("/"), List.of("dpkg-query", "-W", "-f", "${Version}", debianPackage));
    }

    private static RefusedException missing(String name, String place, String debianPackage) {
        return RefusedException.of(name, "none", "is not", place, "install it: sudo apt-get install " + debianPackage);
    }
}
