package dev.mooring.proof.roll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.shipped.ShippedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The shipped programs through a roll: 10,000 connections move from one server to another at the plan's 667 a second,
 * and nothing else happens to them.
 */
class RollTest {
    @Test
    void movesEveryConnectionAtThePlannedPaceAndLosesNone() throws IOException, InterruptedException {
        RollPlan plan = new RollPlan(10_000, Duration.ofSeconds(15));
        try (ChildProcesses children = new ChildProcesses()) {
            Path folder = Files.createDirectories(Path.of("target/roll-test").toAbsolutePath());
            RollFigures figures = new Roll(plan, ShippedPrograms.ofModule(), children, folder).run();
            System.out.print(figures);
            assertEquals(List.of(), figures.problems(), figures::toString);
        }
    }
}
