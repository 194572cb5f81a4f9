package dev.mooring.hosttuning.report;

import dev.mooring.capacity.Limit;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report for a terminal. Hosts that are alike are shown once. */
final class TableReport {
    private static final int NAMES_SHOWN = 5;

    private final Palette palette;
    private final StringBuilder text = new StringBuilder();

    TableReport(boolean colour) {
        this.palette = new Palette(colour);
    }

    String render(List<HostOutcome> outcomes) {
        List<HostReport> verified = new ArrayList<>();
        List<HostOutcome.Unreachable> unreachable = new ArrayList<>();
        List<HostOutcome.Aside> aside = new ArrayList<>();
        for (HostOutcome outcome : outcomes) {
            switch (outcome) {
                case HostOutcome.Verified host -> verified.add(host.report());
                case HostOutcome.Unreachable host -> unreachable.add(host);
                case HostOutcome.Aside host -> aside.add(host);
            }
        }
        List<FindingGroup> groups = FindingGroup.of(verified);
        groups.forEach(this::group);
        unreachable.forEach(this::unreachable);
        aside.forEach(this::aside);
        summary(outcomes.size() - aside.size(), groups, unreachable);
        standings(aside);
        return text.toString();
    }

    private void group(FindingGroup group) {
        HostReport report = group.example();
        text.append(names(group)).append("  ").append(report.system()).append('\n');
        new FindingTable(palette).write(text, report.findings());
        report.headroom().ifPresent(headroom -> {
            Limit binding = headroom.binding();
            text.append(String.format(
                    Locale.ROOT,
                    "  This host has room for %,d more connections; binding limit: %s.%n",
                    binding.connections(),
                    binding.name()));
        });
        counts(report);
    }

    private void counts(HostReport report) {
        long failures = report.findings().stream().filter(Finding::fails).count();
        long warnings = report.findings().stream()
                .filter(finding -> finding.warns() && finding.outcome() == Outcome.FAIL)
                .count();
        long unknown = report.count(Outcome.UNKNOWN);
        text.append("  ")
                .append(report.count(Outcome.PASS))
                .append(" passed, ")
                .append(failures)
                .append(" failed, ")
                .append(unknown == 0 ? "" : unknown + " unknown, ")
                .append(warnings)
                .append(warnings == 1 ? " warning, " : " warnings, ")
                .append(report.count(Outcome.SKIP))
                .append(" skipped\n\n");
    }

    private void unreachable(HostOutcome.Unreachable host) {
        text.append(host.name()).append("  ").append(palette.bad("UNREACHABLE")).append('\n');
        text.append("  ").append(host.sentence()).append("\n\n");
    }

    private void aside(HostOutcome.Aside host) {
        text.append(host.name()).append("  ").append(host.state()).append(", not checked\n");
        text.append("  ").append(host.sentence()).append("\n\n");
    }

    private void standings(List<HostOutcome.Aside> aside) {
        Map<String, Long> count = aside.stream()
                .collect(Collectors.groupingBy(HostOutcome.Aside::state, TreeMap::new, Collectors.counting()));
        count.forEach((state, hosts) -> text.append(hosts)
                .append(hosts == 1 ? " host is " : " hosts are ")
                .append(state)
                .append(", not checked\n"));
    }

    private void summary(int hosts, List<FindingGroup> groups, List<HostOutcome.Unreachable> unreachable) {
        if (hosts < 2) {
            return;
        }
        List<String> parts = new ArrayList<>();
        if (!groups.isEmpty()) {
            FindingGroup largest = groups.getFirst();
            parts.add(largest.reports().size() + " of " + hosts + " hosts identical");
            groups.stream().skip(1).forEach(group -> parts.add(difference(group, largest)));
        }
        if (!unreachable.isEmpty()) {
            parts.add(unreachable.size() + " not reached: "
                    + unreachable.stream().map(HostOutcome.Unreachable::name).collect(Collectors.joining(", ")));
        }
        text.append(String.join("; ", parts)).append('\n');
    }

    private static String difference(FindingGroup group, FindingGroup largest) {
        int size = group.reports().size();
        return size + (size == 1 ? " differs in " : " differ in ") + String.join(", ", group.differencesFrom(largest))
                + ": " + names(group);
    }

    private static String names(FindingGroup group) {
        String shown = group.reports().stream()
                .limit(NAMES_SHOWN)
                .map(HostReport::host)
                .collect(Collectors.joining(", "));
        int rest = group.reports().size() - NAMES_SHOWN;
        return rest > 0 ? shown + " and " + rest + " more" : shown;
    }
}
