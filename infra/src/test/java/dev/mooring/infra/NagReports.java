package dev.mooring.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The reports that cdk-nag leaves beside the templates. */
final class NagReports {
    private NagReports() {}

    static List<String> lines(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith("NagReport.csv"))
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        if (lines.isEmpty()) {
            throw new AssertionError("no report of cdk-nag in " + folder);
        }
        return lines;
    }
}
