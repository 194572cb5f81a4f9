package dev.mooring.loadgenerator.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void acceptsANewFileAndDoesNotWriteIt() {
        Path file = folder.resolve("run.json");
        assertDoesNotThrow(() -> ReportFile.requireWritable("json", file));
        assertFalse(Files.exists(file));
    }

    @Test
    void acceptsAnOldFileANameAloneADeviceAndNoneAtAll() throws IOException {
        Path old = Files.writeString(folder.resolve("run.json"), "{}");
        assertDoesNotThrow(() -> ReportFile.requireWritable("json", old));
        assertDoesNotThrow(() -> ReportFile.requireWritable("json", Path.of("no-such-file.json")));
        assertDoesNotThrow(() -> ReportFile.requireWritable("json", Path.of("/dev/null")));
        assertDoesNotThrow(() -> ReportFile.requireWritable("json", null));
    }

    @Test
    void refusesAFileInAFolderThatIsNotThere() {
        Path file = folder.resolve("none/run.json");
        assertEquals(
                "json=" + file + " is not in a folder that may be written; create the folder or name another",
                refusal(file));
    }

    @Test
    void refusesAFolder() {
        assertEquals("json=" + folder + " is not a file that may be written; name another", refusal(folder));
    }

    private static String refusal(Path file) {
        return String.valueOf(assertThrows(RefusedException.class, () -> ReportFile.requireWritable("json", file))
                .getMessage());
    }
}
