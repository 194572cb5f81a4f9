package dev.mooring.hosttuning.report;

import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hosts whose checks ended alike.
 *
 * @param reports their reports, in the order of the fleet
 */
record FindingGroup(List<HostReport> reports) {
    FindingGroup {
        reports = List.copyOf(reports);
    }

    /** The groups of a fleet, the largest first: most hosts are alike, and the others are what one looks for. */
    static List<FindingGroup> of(List<HostReport> reports) {
        Map<List<String>, List<HostReport>> alike = new LinkedHashMap<>();
        reports.forEach(report -> alike.computeIfAbsent(signature(report), key -> new ArrayList<>())
                .add(report));
        return alike.values().stream()
                .map(FindingGroup::new)
                .sorted(Comparator.comparingInt(group -> -group.reports().size()))
                .toList();
    }

    /** A host that stands for all of them. */
    HostReport example() {
        return reports.getFirst();
    }

    /** The checks that ended otherwise than in another group. */
    List<String> differencesFrom(FindingGroup other) {
        List<String> theirs = signature(other.example());
        return example().findings().stream()
                .filter(finding -> !theirs.contains(signature(finding)))
                .map(finding -> finding.check().id())
                .toList();
    }

    private static List<String> signature(HostReport report) {
        return report.findings().stream().map(FindingGroup::signature).toList();
    }

    /** A value counts only where it is wrong: memory and free descriptors differ between any two hosts. */
    private static String signature(Finding finding) {
        String value = finding.outcome() == Outcome.PASS ? "" : " " + finding.actual();
        return finding.check().id() + " " + finding.outcome() + value;
    }
}
