package dev.mooring.proof.units;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Units as verify reads them against the machine's own systemd, booted in namespaces with nothing but the generated cases.
 * The same cases run in the machine of {@code proof/vm}.
 */
class UnitsAgainstSystemdTest {
    private static final String PROGRAM = "/usr/lib/systemd/systemd";

    @TempDir
    private Path work;

    @Test
    void passesWhatTheNextBootHasAndNothingElse() throws IOException, InterruptedException, HostUnreachableException {
        long seed = Long.getLong("mooring.seed", new Random().nextLong());
        int cases = Integer.getInteger("mooring.cases", 60);
        UnitComparison comparison = UnitComparison.of(CapacityPlanner.plan(FleetSpec.defaults()), seed, cases);

        UnitResult result = comparison.result(booted(comparison.script()));

        assertEquals(List.of(), result.wrong(), result.summary());
        assertTrue(
                result.passes() > result.verdicts() / 4 && result.passes() < result.verdicts() * 9 / 10,
                result.summary());
        System.out.println("units against systemd: " + result.summary());
    }

    /** What a script prints in a systemd of its own. */
    private String booted(String script) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(PROGRAM)), PROGRAM + " is not installed");
        Path boot = work.resolve("boot.sh");
        try (InputStream text = requireNonNull(UnitsAgainstSystemdTest.class.getResourceAsStream("/units/boot.sh"))) {
            Files.write(boot, text.readAllBytes());
        }
        assumeTrue(
                boot("echo up\n", boot).equals("up\n"),
                "systemd cannot be booted in namespaces here: needs root, unshare(1) and control groups");
        return boot(script, boot);
    }

    private String boot(String script, Path boot) throws IOException, InterruptedException {
        Files.writeString(work.resolve("run"), script);
        Path output = work.resolve("output");
        Files.deleteIfExists(output);
        Process process = new ProcessBuilder("sh", boot.toString(), work.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return Files.exists(output) ? Files.readString(output) : "not booted: " + said;
    }
}
