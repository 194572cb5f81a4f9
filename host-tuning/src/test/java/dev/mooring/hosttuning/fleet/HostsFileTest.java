package dev.mooring.hosttuning.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostsFileTest {
    @TempDir
    private Path folder;

    @Test
    void skipsCommentsAndBlankLines() throws IOException {
        assertEquals(List.of("admin@10.0.0.1:2222", "10.0.0.2"), HostsFile.read(file("""
                # the blue fleet

                  admin@10.0.0.1:2222
                10.0.0.2  # the old one
                """)));
    }

    @Test
    void refusesAFileWithoutHosts() throws IOException {
        Path empty = file("# nothing\n");
        RefusedException refusal = assertThrows(RefusedException.class, () -> HostsFile.read(empty));
        assertEquals("hosts-file=" + empty + " names no host; write one host a line", refusal.getMessage());
    }

    @Test
    void refusesAMissingFile() {
        Path missing = folder.resolve("none");
        RefusedException refusal = assertThrows(RefusedException.class, () -> HostsFile.read(missing));
        assertEquals(
                "hosts-file=" + missing + " does not exist; give the path of a list of hosts", refusal.getMessage());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("hosts"), text);
    }
}
