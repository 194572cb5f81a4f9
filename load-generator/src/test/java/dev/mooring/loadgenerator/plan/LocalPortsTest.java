package dev.mooring.loadgenerator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.loadgenerator.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LocalPortsTest {
    /** Prints the range as the program reads it. */
    static final class Print {
        public static void main(String[] arguments) {
            System.out.println(LocalPorts.read(Path.of(arguments[0])));
        }
    }

    @Test
    void readsTheRangeThatTheKernelHas() throws Exception {
        assumeTrue(NetworkNamespace.isAllowed(), "needs root");
        String file = "/proc/sys/net/ipv4/ip_local_port_range";
        assertEquals(
                "LocalPorts[first=1024, last=65535]\n",
                NetworkNamespace.run("echo 1024 65535 >" + file, Print.class, file)
                        .text());
    }

    @Test
    void takesTheKernelsOwnDefaultWhereNoRangeIsShown(@TempDir Path folder) throws Exception {
        assertEquals(28_232, LocalPorts.read(folder.resolve("none")).count());
        assertEquals(
                28_232,
                LocalPorts.read(Files.writeString(folder.resolve("range"), "3")).count());
    }
}
