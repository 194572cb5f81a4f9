package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.RecordedReports;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The probe as it is shipped with a few of its readings, for tests that read many hosts. */
final class ProbePart {
    private ProbePart() {}

    /** The script with the readings of these names alone. */
    static String of(String... names) {
        List<String> wanted = Arrays.stream(names)
                .flatMap(name -> Stream.of("show " + name + " ", "  show \"" + name + " "))
                .toList();
        return RecordedReports.CHECK
                .script()
                .lines()
                // Its lines are not numbered: tests put several parts together.
                .filter(line -> !line.equals("{"))
                .map(line -> isReading(line) && wanted.stream().noneMatch(line::startsWith) ? ":" : line)
                .takeWhile(line -> !line.startsWith("pid=$("))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isReading(String line) {
        return line.stripLeading().startsWith("show ") && !line.startsWith("    ");
    }
}
