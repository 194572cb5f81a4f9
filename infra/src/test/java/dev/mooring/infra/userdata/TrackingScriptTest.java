package dev.mooring.infra.userdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.input.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that publishes the tracking metric, run by sh; the interface counts since the boot. */
final class TrackingScriptTest {
    @TempDir
    private Path root;

    @Test
    void publishesWhatWasDroppedSinceTheLastTime() throws IOException, InterruptedException {
        assertEquals(List.of("0", "3", "0"), published(0, 3, 3));
    }

    @Test
    void beginsAgainAtZeroAfterABoot() throws IOException, InterruptedException {
        assertEquals(List.of("7", "2"), published(7, 2));
    }

    private List<String> published(int... counts) throws IOException, InterruptedException {
        program("ip", "echo '169.254.169.254 dev eth0 src 10.0.0.7 uid 0'");
        program("aws", "for last; do :; done; echo \"$last\" >>\"$ROOT/published\"");
        Path script = Files.writeString(
                root.resolve("publish"),
                Resource.text(HostFiles.class, "publish-tracking.sh").replace("/run/", root + "/"));
        for (int count : counts) {
            program("ethtool", "echo '     conntrack_allowance_exceeded: " + count + "'");
            ProcessBuilder builder = new ProcessBuilder("sh", script.toString()).inheritIO();
            builder.environment().put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
            builder.environment().put("ROOT", root.toString());
            assertEquals(0, builder.start().waitFor());
        }
        return Files.readAllLines(root.resolve("published"));
    }

    private void program(String name, String does) throws IOException {
        Path program = root.resolve("bin").resolve(name);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + does + "\n");
        assertTrue(program.toFile().setExecutable(true));
    }
}
