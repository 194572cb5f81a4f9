package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.RecordedReports;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The probe as it is shipped with a few of its readings, for tests that read many hosts. */
final class ProbePart {
    private ProbePart() {}

    /** The script with the readings of these names alone. */
    static String of(String... names) {
        List<String> wanted =
                Arrays.stream(names).map(name -> "show " + name + " ").toList();
        return RecordedReports.CHECK
                .script()
                .lines()
                .filter(line -> !isReading(line) || wanted.stream().anyMatch(line::startsWith))
                .takeWhile(line -> !line.startsWith("pid=$("))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isReading(String line) {
        return line.startsWith("show ");
    }
}
