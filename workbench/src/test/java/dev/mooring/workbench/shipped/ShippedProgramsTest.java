package dev.mooring.workbench.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedProgramsTest {
    @TempDir
    private Path root = Path.of("");

    @Test
    void takesTheServerOfTheBundleBuiltLast() throws IOException {
        bundle("mooring-server-0.3", 1);
        Path built = bundle("mooring-server-0.1", 3);
        bundle("mooring-server-0.2", 2);
        assertEquals(built.resolve("bin/mooring-server"), new ShippedPrograms(root).server());
    }

    @Test
    void saysHowToBuildABundle() {
        assertEquals(
                "there is no bundle of server in " + root.resolve("server/target/bundle")
                        + "; build it: mvn package -pl server -am",
                assertThrows(IOException.class, new ShippedPrograms(root)::server)
                        .getMessage());
    }

    private Path bundle(String name, long day) throws IOException {
        Path bundle =
                Files.createDirectories(root.resolve("server/target/bundle").resolve(name));
        return Files.setLastModifiedTime(bundle, FileTime.fromMillis(day * 86_400_000));
    }
}
