package dev.mooring.workbench.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the shipped programs of a built project are.
 *
 * @param root the project's root folder
 */
public record ShippedPrograms(Path root) {
    /** The programs of a test: Maven runs tests in the folder of their module. */
    public static ShippedPrograms ofModule() {
        return new ShippedPrograms(Path.of("..").toAbsolutePath().normalize());
    }

    /** From the bundle that was built last. */
    public Path server() throws IOException {
        return bundle("server", "mooring-server");
    }

    /** From the bundle that was built last. */
    public Path agent() throws IOException {
        return bundle("host-agent", "mooring-agent");
    }

    public Path swarm() {
        return root.resolve("load-generator/swarm");
    }

    private Path bundle(String module, String program) throws IOException {
        Path bundles = root.resolve(module).resolve("target/bundle");
        Path newest = Files.isDirectory(bundles) ? newest(bundles, program) : null;
        if (newest == null) {
            throw new IOException("there is no bundle of " + module + " in " + bundles + "; build it: mvn package -pl "
                    + module + " -am");
        }
        return newest.resolve("bin").resolve(program);
    }

    private static @Nullable Path newest(Path bundles, String program) throws IOException {
        Path newest = null;
        try (var found = Files.newDirectoryStream(bundles, program + "-*")) {
            for (Path bundle : found) {
                if (newest == null
                        || Files.getLastModifiedTime(bundle).compareTo(Files.getLastModifiedTime(newest)) > 0) {
                    newest = bundle;
                }
            }
        }
        return newest;
    }
}
