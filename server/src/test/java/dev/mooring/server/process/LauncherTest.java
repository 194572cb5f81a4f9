package dev.mooring.server.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the server, with a runtime that only says that it was started. */
class LauncherTest {
    private static final Path SCRIPT = Path.of("src/main/bundle/mooring-server");

    @TempDir
    Path home;

    @Test
    void refusesWhereTheVirtualMachineCouldNotSayWhy() throws Exception {
        assertEquals(
                "mooring-server: nofile=59 is less than 60, which the server needs to start; raise LimitNOFILE\n69\n",
                started("ulimit -n 59"));
    }

    @Test
    void startsWithAsFewDescriptorsAsTheServerCanDoWith() throws Exception {
        assertEquals("started\n0\n", started("ulimit -n 60"));
    }

    @Test
    void looksAtTheLimitThatTheVirtualMachineRaisesItsOwnTo() throws Exception {
        assertEquals("started\n0\n", started("ulimit -S -n 50"));
    }

    private String started(String limit) throws IOException, InterruptedException {
        Path program = Files.createDirectories(home.resolve("bin")).resolve("mooring-server");
        Files.copy(SCRIPT, program);
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/jvm.options"), "-Xmx64m\n");
        Path java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho started\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process process = new ProcessBuilder("bash", "-c", limit + "; sh " + program + "; echo $?")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }
}
