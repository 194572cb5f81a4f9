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

    @Test
    void noRecordHasMoreThanSevenComponents() {
        List<String> wide = ArchitectureTest.CLASSES.stream()
                .filter(JavaClass::isRecord)
                .filter(candidate -> candidate.reflect().getRecordComponents().length > MAX_COMPONENTS)
                .map(candidate -> candidate.getFullName().substring("dev.mooring.".length()))
                .sorted()
                .toList();
        assertEquals(List.of(), wide, "group what belongs together");
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
