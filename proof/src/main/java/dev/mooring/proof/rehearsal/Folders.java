package dev.mooring.proof.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a rehearsal finds the programs it runs and writes what it found.
 *
 * @param root the project's root folder
 */
record Folders(Path root) {
    /** The bundle that was built last. */
    Path serverProgram() throws IOException {
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

    Path swarmProgram() {
        return root.resolve("load-generator/swarm");
    }

    Path projectFile() {
        return root.resolve("cdk.json");
    }

    Path output() throws IOException {
        return Files.createDirectories(root.resolve("target/rehearsal"));
    }

    Path log(String name) throws IOException {
        return output().resolve(name + ".log");
    }
}
