package dev.mooring.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What grows until nobody can hold it in mind: files, and lists of positions. */
class SizeTest {
    private static final int MAX_COMPONENTS = 7;
    private static final int MAX_LINES = 400;

    private static final List<String> STILL_WIDE = List.of(
            "capacity.CapacityPlan",
            "capacity.FleetSpec",
            "capacity.InstanceType",
            "capacity.MemoryBudget",
            "capacity.kernel.Machine",
            "hostagent.configuration.AgentConfiguration",
            "server.connection.LoopSettings",
            "server.metrics.ProcessUsage");

    /** What is wide today; the list only gets shorter. */
    @Test
    void noOtherRecordHasMoreThanSevenComponents() {
        List<String> wide = ArchitectureTest.CLASSES.stream()
                .filter(JavaClass::isRecord)
                .filter(candidate -> candidate.reflect().getRecordComponents().length > MAX_COMPONENTS)
                .map(candidate -> candidate.getFullName().substring("dev.mooring.".length()))
                .sorted()
                .toList();
        assertEquals(STILL_WIDE, wide, "group what belongs together, and take what is no longer wide off the list");
    }

    @Test
    void noFileHasMoreThanFourHundredLines() throws IOException {
        List<String> longFiles = new ArrayList<>();
        try (var files = Files.walk(Programs.ROOT)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                    .filter(each -> !each.toString().contains("/target/"))
                    .toList()) {
                try (var lines = Files.lines(file)) {
                    long count = lines.count();
                    if (count > MAX_LINES) {
                        longFiles.add(Programs.ROOT.relativize(file) + ": " + count);
                    }
                }
            }
        }
        assertEquals(List.of(), longFiles, "cut it where another idea begins");
    }
}
