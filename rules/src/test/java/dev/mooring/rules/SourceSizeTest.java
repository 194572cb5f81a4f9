package dev.mooring.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A file that has grown too long does more than one thing, and part of it can leave. */
class SourceSizeTest {
    private static final int MAX_LINES = 400;

    @Test
    void noFileHasMoreThan400Lines() throws IOException {
        List<String> longer = new ArrayList<>();
        try (var files = Files.walk(Programs.ROOT)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                    .filter(each -> !each.toString().contains("/target/"))
                    .toList()) {
                int lines = Files.readAllLines(file).size();
                if (lines > MAX_LINES) {
                    longer.add(Programs.ROOT.relativize(file) + ": " + lines);
                }
            }
        }
        assertEquals(List.of(), longer, "move a part that has no state of its own out of it");
    }
}
