package dev.mooring.hosttuning.report;

import dev.mooring.capacity.output.Plain;
import dev.mooring.hosttuning.verify.Actual;
import dev.mooring.hosttuning.verify.Check;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import java.util.List;

/** Outcomes in which every character can be seen, see {@link Plain}. */
final class Printable {
    private Printable() {}

    /** A repair may have several lines; all else is one. */
    static List<HostOutcome> outcomes(List<HostOutcome> outcomes) {
        return outcomes.stream().map(Printable::outcome).toList();
    }

    private static HostOutcome outcome(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Unreachable host ->
                new HostOutcome.Unreachable(Plain.line(host.name()), Plain.line(host.sentence()));
            case HostOutcome.Aside host ->
                new HostOutcome.Aside(Plain.line(host.name()), host.state(), host.sentence());
            case HostOutcome.Verified host -> new HostOutcome.Verified(report(host.report()));
        };
    }

    private static HostReport report(HostReport report) {
        return new HostReport(
                Plain.line(report.host()),
                Plain.line(report.boot()),
                Plain.line(report.system()),
                report.findings().stream().map(Printable::finding).toList(),
                report.headroom());
    }

    private static Finding finding(Finding finding) {
        return new Finding(
                new Check(
                        Plain.line(finding.check().id()),
                        finding.check().severity(),
                        Plain.line(finding.check().expected()),
                        Plain.line(finding.check().formula())),
                finding.outcome(),
                actual(finding.actual()),
                Plain.line(finding.sentence()),
                Plain.lines(finding.remedy()),
                finding.survival());
    }

    private static Actual actual(Actual actual) {
        return new Actual(
                Plain.line(actual.configured()),
                Plain.line(actual.origin()),
                Plain.line(actual.kernel()),
                Plain.line(actual.process()),
                actual.evidence());
    }
}
