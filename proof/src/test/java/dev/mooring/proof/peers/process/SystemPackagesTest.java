package dev.mooring.proof.peers.process;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.workbench.process.SystemPackages;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemPackagesTest {
    @Test
    void namesThePackageOfAMissingProgram() {
        assertEquals(
                "no-such-compiler=none is not on the PATH; install it: sudo apt-get install no-such-package",
                assertThrows(
                                RefusedException.class,
                                () -> SystemPackages.requireProgram("no-such-compiler", "no-such-package"))
                        .getMessage());
    }

    @Test
    void namesThePackageOfAMissingFile(@TempDir Path folder) {
        Path header = folder.resolve("library.h");
        assertEquals(
                "library-dev=none is not there: " + header + "; install it: sudo apt-get install library-dev",
                assertThrows(RefusedException.class, () -> SystemPackages.requireFile(header, "library-dev"))
                        .getMessage());
    }

    @Test
    void isSilentAboutWhatIsThere(@TempDir Path folder) {
        assertDoesNotThrow(() -> SystemPackages.requireFile(folder, "library-dev"));
        assertDoesNotThrow(() -> SystemPackages.requireProgram("sh", "dash"));
    }
}
