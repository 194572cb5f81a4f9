package dev.mooring.infra.construct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.InstanceType.Architecture;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which archives a fleet takes of those that builds have left. */
final class HostBundlesTest {
    @TempDir
    private Path project;

    @BeforeEach
    void build() throws IOException {
        archive("server/target/mooring-server-0.9.0-linux-x86_64.tar.gz");
        archive("host-agent/target/mooring-agent-0.9.0-linux-x86_64.tar.gz");
        archive("infra/target/mooring-verify.tar.gz");
    }

    @Test
    void takesTheArchivesOfTheArchitecture() throws IOException {
        archive("server/target/mooring-server-0.9.0-linux-aarch64.tar.gz");

        assertEquals(
                project.resolve("server/target/mooring-server-0.9.0-linux-x86_64.tar.gz"),
                HostBundles.find(project, Architecture.X86_64).server());
    }

    @Test
    void refusesTwoVersionsOfABundle() throws IOException {
        archive("server/target/mooring-server-0.10.0-linux-x86_64.tar.gz");

        refuses(
                Architecture.X86_64,
                "bundle=mooring-server-*-linux-x86_64.tar.gz is more than once in " + project.resolve("server/target")
                        + "; remove that folder and build again");
    }

    @Test
    void refusesAnArchitectureThatWasNotBuilt() {
        refuses(
                Architecture.ARM64,
                "bundle=mooring-server-*-linux-aarch64.tar.gz is not in " + project.resolve("server/target")
                        + "; build it there, on that architecture");
    }

    private void archive(String name) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private void refuses(Architecture architecture, String sentence) {
        RefusedException refused = assertThrows(RefusedException.class, () -> HostBundles.find(project, architecture));
        assertEquals(sentence, refused.getMessage());
    }
}
