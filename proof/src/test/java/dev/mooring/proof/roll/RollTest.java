package dev.mooring.proof.roll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.Front;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.shipped.ShippedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The shipped programs through a roll whose load balancer goes on sending, with AWS's time ten times as fast: nobody is
 * refused, and nobody is lost without being told.
 */
@EnabledIfSystemProperty(named = "mooring.slow", matches = "true", disabledReason = "part of ./check --full")
class RollTest {
    @Test
    void refusesNobodyAndLosesNobody() throws IOException, InterruptedException {
        RollPlan plan = new RollPlan(Front.NLB, 1, 4_000, 5_000, Duration.ofSeconds(8), 10);
        try (ChildProcesses children = new ChildProcesses()) {
            Path folder = Files.createDirectories(Path.of("target/roll-test").toAbsolutePath());
            RollFigures figures = new Roll(plan, ShippedPrograms.ofModule(), children, folder).run();
            System.out.print(figures);
            assertEquals(List.of(), figures.problems(), figures::toString);
        }
    }
}
