package dev.mooring.rehearsal;

import dev.mooring.workbench.shipped.ShippedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a rehearsal finds the programs it runs and writes what it found.
 *
 * @param root the project's root folder
 * @param fleet the file that describes the fleet, a cdk.json
 */
record RehearsalWorkspace(Path root, Path fleet) {
    ShippedPrograms programs() {
        return new ShippedPrograms(root);
    }

    Path output() throws IOException {
        return Files.createDirectories(root.resolve("target/rehearsal"));
    }

    Path log(String name) throws IOException {
        return output().resolve(name + ".log");
    }
}
