package dev.mooring.capacity.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.capacity.plan.PlanCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ResultTest {
    private static final Path FULL = Path.of("/dev/full");

    @Test
    void isAnErrorWhenTheDiskIsFull() throws IOException, InterruptedException {
        assumeTrue(Files.isWritable(FULL), "there is no /dev/full");
        Process plan = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlanCommand.class.getName(),
                        "--config",
                        Path.of("../cdk.json").toAbsolutePath().toString())
                .redirectOutput(FULL.toFile())
                .start();
        String complaint = new String(plan.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(
                "capacity/plan: the result could not be written to standard output; its reader is gone or the disk is"
                        + " full\n",
                complaint);
        assertEquals(74, plan.waitFor());
    }

    @Test
    void changesNoExitCodeWhenItArrived() {
        assertEquals(10, Result.written("program", 10));
    }

    @Test
    void isNotExplainedByAPathAlone() {
        assertEquals("/x: access denied", IoFailure.sentence(new AccessDeniedException("/x")));
        assertEquals("/x: no such file", IoFailure.sentence(new NoSuchFileException("/x")));
        assertEquals("no space", IoFailure.sentence(new IOException("no space")));
    }
}
