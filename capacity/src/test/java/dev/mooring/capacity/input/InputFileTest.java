package dev.mooring.capacity.input;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InputFileTest {
    private static final String REMEDY = "give another one";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsARegularFileToItsBound() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "12345678");
        assertEquals(List.of("12345678"), new InputFile("input", file, Bytes.of(8)).lines(REMEDY));
        assertEquals("input=" + file + " is longer than 7B; " + REMEDY, refusal(file, 7));
    }

    @Test
    void readsPropertiesAndRefusesAnEscapeThatIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "a = b\n# c = d\n");
        assertEquals(Map.of("a", "b"), new InputFile("input", file, Bytes.kibi(1)).properties(REMEDY));
        Files.writeString(file, "a = \\u12\n");
        assertEquals(
                "input=" + file + " cannot be read as a properties file; correct its \\u escapes",
                assertThrows(
                                RefusedException.class,
                                () -> new InputFile("input", file, Bytes.kibi(1)).properties(REMEDY))
                        .getMessage());
    }

    @Test
    void readsThroughALink() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertEquals("text", new InputFile("input", link, Bytes.of(8)).text(REMEDY));
    }

    @Test
    void aSecretIsClosedToThoseWhoAreNeitherOwnerNorGroup() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "text");
        InputFile input = new InputFile("input", file, Bytes.of(8));
        List<PosixFilePermission> all = List.of(PosixFilePermission.values());
        for (int bits = 0; bits < (1 << all.size()); bits++) {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            for (int i = 0; i < all.size(); i++) {
                if ((bits & (1 << i)) != 0) {
                    permissions.add(all.get(i));
                }
            }
            Files.setPosixFilePermissions(file, permissions);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                assertEquals(
                        "input=" + file + " holds a secret and is open to every user of the host; chmod o= " + file,
                        assertThrows(RefusedException.class, input::requireClosed, permissions.toString())
                                .getMessage());
            } else {
                assertDoesNotThrow(input::requireClosed, permissions.toString());
            }
        }
    }

    @Test
    void refusesADeviceThatHasNoEnd() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"));
        for (Path device : List.of(Path.of("/dev/zero"), Path.of("/dev/random"), link)) {
            assertEquals("input=" + device + " is a device or a pipe, not a file; " + REMEDY, refusal(device, 8));
        }
    }

    @Test
    void refusesAPipeWithoutWaitingForItsWriter() throws IOException, InterruptedException {
        Path pipe = pipe();
        assertEquals("input=" + pipe + " is a device or a pipe, not a file; " + REMEDY, refusal(pipe, 8));
    }

    @Test
    void waitsForAPipeOfItsOwnOnlySoLong() throws IOException, InterruptedException {
        InputFile input = new InputFile("input", pipe(), Bytes.of(8));
        assertEquals(
                "input=" + input.path() + " has no end after 20ms; " + REMEDY,
                assertThrows(RefusedException.class, () -> input.inTime(Duration.ofMillis(20), REMEDY))
                        .getMessage());
    }

    @Test
    void takesDevNullForAnEmptyFile() {
        assertEquals("", new InputFile("input", Path.of("/dev/null"), Bytes.of(8)).text(REMEDY));
    }

    @Test
    void saysWhatIsThereInsteadOfAFile() throws IOException {
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        assertEquals("input=" + folder + " is a directory, not a file; " + REMEDY, refusal(folder, 8));
        assertEquals(
                "input=" + folder.resolve("none") + " does not exist; " + REMEDY, refusal(folder.resolve("none"), 8));
        assertTrue(refusal(loop, 8).startsWith("input=" + loop + " cannot be read: "), refusal(loop, 8));
        Path other = Files.write(folder.resolve("other"), new byte[] {'a', (byte) 0xff});
        assertEquals("input=" + other + " is not UTF-8; correct the file", refusal(other, 8));
    }

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        return pipe;
    }

    private static String refusal(Path file, long most) {
        InputFile input = new InputFile("input", file, Bytes.of(most));
        return String.valueOf(
                assertThrows(RefusedException.class, () -> input.text(REMEDY)).getMessage());
    }
}
