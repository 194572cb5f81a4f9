package dev.mooring.capacity.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory limit of a control group holds for all groups below it: cgroup-v2.rst, "Top-down Constraint". */
class GrantedHostReaderTest {
    private static final Bytes FREE = Bytes.gibi(8);

    @TempDir
    Path root;

    @BeforeEach
    void hostWithMemory() throws IOException {
        write("proc/self/limits", "Max open files            1024                 4096                 files\n");
        write("proc/meminfo", "MemAvailable:   " + (FREE.count() >> 10) + " kB\n");
    }

    @Test
    void findsTheLimitOfTheProcesssOwnGroup() throws IOException {
        in("/system.slice/mooring.service");
        group("system.slice/mooring.service", "300", "100");
        assertEquals(Bytes.of(200), memory());
    }

    @Test
    void takesTheSmallestRemainderUpTheTree() throws IOException {
        in("/system.slice/mooring.service");
        group("system.slice/mooring.service", "300", "100");
        group("system.slice", "500", "450");
        assertEquals(Bytes.of(50), memory());
    }

    @Test
    void takesNoLimitForAll() throws IOException {
        in("/system.slice/mooring.service");
        group("system.slice/mooring.service", "max", "100");
        group("system.slice", "max", "450");
        assertEquals(FREE, memory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/../other", "/docker/abc"})
    void takesWhatIsMountedWhereTheOwnGroupIsNotSeen(String named) throws IOException {
        in(named);
        group("", "300", "100");
        assertEquals(Bytes.of(200), memory());
    }

    @Test
    void leavesTheControllersOfVersionOneAlone() throws IOException {
        write("proc/self/cgroup", "4:memory:/user.slice\n1:name=systemd:/user.slice\n");
        group("user.slice", "300", "100");
        assertEquals(FREE, memory());
    }

    @Test
    void hasNoLimitWhereThereAreNoControlGroups() {
        assertEquals(FREE, memory());
    }

    @Test
    void leavesNothingInAGroupThatIsOver() throws IOException {
        in("/a");
        group("a", "100", "300");
        assertEquals(Bytes.of(0), memory());
    }

    private Bytes memory() {
        return new GrantedHostReader(root).read(Bytes.mebi(64)).memoryAvailable();
    }

    private void in(String group) throws IOException {
        write("proc/self/cgroup", "0::" + group + "\n");
    }

    private void group(String path, String max, String current) throws IOException {
        write("sys/fs/cgroup/" + path + "/memory.max", max + "\n");
        write("sys/fs/cgroup/" + path + "/memory.current", current + "\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
