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
        Path bundles = root.resolve("server/target/bundle");
        Path newest = Files.isDirectory(bundles) ? newest(bundles) : null;
        if (newest == null) {
            throw new IOException("there is no server bundle in " + bundles + "; build it: mvn package -pl server -am");
        }
        return newest.resolve("bin/mooring-server");
    }

    public Path swarm() {
        return root.resolve("load-generator/swarm");
    }

    private static @Nullable Path newest(Path bundles) throws IOException {
        Path newest = null;
        try (var found = Files.newDirectoryStream(bundles, "mooring-server-*")) {
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
