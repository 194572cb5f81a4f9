package dev.mooring.capacity.output;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void acceptsANewFileAndDoesNotWriteIt() {
        Path file = folder.resolve("run.json");
        assertDoesNotThrow(() -> requireWritable(file));
        assertFalse(Files.exists(file));
    }

    @Test
    void acceptsAnOldFileANameAloneAndADevice() throws IOException {
        Path old = Files.writeString(folder.resolve("run.json"), "{}");
        assertDoesNotThrow(() -> requireWritable(old));
        assertDoesNotThrow(() -> requireWritable(Path.of("no-such-file.json")));
        assertDoesNotThrow(() -> requireWritable(Path.of("/dev/null")));
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

    @Test
    void takesTheNameOnlyWhenItIsWhole() throws Exception {
        Path file = Files.writeString(folder.resolve("run.json"), "the last run");
        new ReportFile("json", file).write("this run");
        assertEquals("this run", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void leavesTheLastReportWhereThisOneFindsNoRoom() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        Path full = Files.createSymbolicLink(
                folder.resolve(".mooring-" + ProcessHandle.current().pid() + "-json.part"), Path.of("/dev/full"));
        Path file = Files.writeString(folder.resolve("run.json"), "the last run");
        assertEquals(
                "json=" + file + " was not written: No space left on device; make room or name another file",
                failure(file));
        assertEquals("the last run", Files.readString(file));
        assertFalse(Files.exists(full, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void saysThatADeviceIsFull() {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        assertEquals(
                "json=/dev/full was not written: No space left on device; make room or name another file",
                failure(Path.of("/dev/full")));
    }

    @Test
    void writesThroughALinkAndKeepsIt() throws Exception {
        Path target = Files.writeString(folder.resolve("target.json"), "the last run");
        Path link = Files.createSymbolicLink(folder.resolve("run.json"), target);
        new ReportFile("json", link).write("this run");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("this run", Files.readString(target));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static String failure(Path file) {
        return String.valueOf(
                assertThrows(ReportFile.NotWrittenException.class, () -> new ReportFile("json", file).write("this run"))
                        .getMessage());
    }

    private static void requireWritable(Path file) {
        new ReportFile("json", file).requireWritable();
    }

    private static String refusal(Path file) {
        return String.valueOf(assertThrows(RefusedException.class, () -> requireWritable(file))
                .getMessage());
    }
}
