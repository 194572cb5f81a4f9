package dev.mooring.hosttuning.report;

import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report in version 14 of the Test Anything Protocol. Warnings are TODO tests: shown, but no failure. */
final class TapReport {
    private TapReport() {}

    static String render(List<HostOutcome> outcomes) {
        List<String> results = new ArrayList<>();
        for (HostOutcome outcome : outcomes) {
            switch (outcome) {
                case HostOutcome.Unreachable unreachable ->
                    results.add("not ok " + (results.size() + 1) + " - " + escaped(unreachable.name()) + ": "
                            + escaped(unreachable.sentence()));
                case HostOutcome.Aside aside ->
                    results.add("ok " + (results.size() + 1) + " - " + escaped(aside.name()) + ": "
                            + escaped(aside.state() + "; " + aside.sentence()) + " # SKIP");
                case HostOutcome.Verified verified ->
                    verified.report()
                            .findings()
                            .forEach(finding -> results.add(line(results.size() + 1, verified.name(), finding)));
            }
        }
        String plan = "TAP version 14\n1.." + results.size() + "\n";
        return results.isEmpty() ? plan : plan + String.join("\n", results) + "\n";
    }

    private static String line(int number, String host, Finding finding) {
        boolean good = finding.outcome() == Outcome.PASS || finding.outcome() == Outcome.SKIP;
        String text = (good ? "ok " : "not ok ") + number + " - "
                + escaped(host + " " + finding.check().id() + ": " + finding.told());
        if (finding.outcome() == Outcome.SKIP) {
            return text + " # SKIP";
        }
        if (finding.warns() && !finding.isUnproven()) {
            String kind = finding.outcome() == Outcome.UNKNOWN ? "unknown" : "warning";
            return text + " # TODO " + kind.toLowerCase(Locale.ROOT);
        }
        return text;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("#", "\\#").replace('\n', ' ');
    }
}
