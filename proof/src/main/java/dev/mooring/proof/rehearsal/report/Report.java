package dev.mooring.proof.rehearsal.report;

import dev.mooring.loadgenerator.report.Machine;
import java.time.Duration;
import java.util.List;

/**
 * What is shown of a rehearsal.
 *
 * @param problems sentences; none when it passed
 */
public record Report(
        Machine machine, Duration took, boolean interrupted, List<String> problems, List<Section> sections) {
    public Report {
        problems = List.copyOf(problems);
        sections = List.copyOf(sections);
    }

    public String verdict() {
        return interrupted ? "interrupted" : problems.isEmpty() ? "passed" : "failed";
    }
}
