package dev.mooring.proof.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        Path newest = null;
        try (var found = Files.newDirectoryStream(bundles, "mooring-server-*")) {
            for (Path bundle : found) {
                if (newest == null
                        || Files.getLastModifiedTime(bundle).compareTo(Files.getLastModifiedTime(newest)) > 0) {
                    newest = bundle;
                }
            }
        }
        if (newest == null) {
            throw new IOException("there is no server bundle in " + bundles);
        }
        return newest.resolve("bin/mooring-server");
    }

    public Path swarm() {
        return root.resolve("load-generator/swarm");
    }
}
