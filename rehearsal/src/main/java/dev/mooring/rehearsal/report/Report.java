package dev.mooring.rehearsal.report;

import dev.mooring.capacity.kernel.Machine;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is shown of a rehearsal.
 *
 * @param problems sentences; none when it passed
 * @param details sections for the page and the JSON document, too long for the screen
 */
public record Report(
        Machine machine,
        Duration took,
        boolean interrupted,
        List<String> problems,
        List<Section> sections,
        List<Section> details) {
    public Report {
        problems = List.copyOf(problems);
        sections = List.copyOf(sections);
        details = List.copyOf(details);
    }

    /** Everything, in the order it is shown. */
    List<Section> all() {
        return Stream.concat(sections.stream(), details.stream()).toList();
    }

    public String verdict() {
        return interrupted ? "interrupted" : problems.isEmpty() ? "passed" : "failed";
    }
}
