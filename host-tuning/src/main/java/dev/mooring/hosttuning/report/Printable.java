package dev.mooring.hosttuning.report;

import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.Observed;
import java.util.List;
import java.util.Locale;

/**
 * Texts in which every character can be seen. What comes from a host is data: its control characters would clear the
 * terminal of whoever checks it, forge lines of a report, and make a report that is no XML.
 */
public final class Printable {
    private static final int LINE_BREAK = '\n';

    private Printable() {}

    /** The outcomes with no character in them that does something: each is shown as a Java escape. */
    static List<HostOutcome> outcomes(List<HostOutcome> outcomes) {
        return outcomes.stream().map(Printable::outcome).toList();
    }

    /** One line of text. */
    public static String line(String text) {
        return isPlain(text, false) ? text : escaped(text, false);
    }

    private static HostOutcome outcome(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Unreachable host -> new HostOutcome.Unreachable(line(host.name()), line(host.sentence()));
            case HostOutcome.Verified host -> new HostOutcome.Verified(report(host.report()));
        };
    }

    private static HostReport report(HostReport report) {
        return new HostReport(
                line(report.host()),
                line(report.boot()),
                line(report.system()),
                report.findings().stream().map(Printable::finding).toList(),
                report.headroom());
    }

    private static Finding finding(Finding finding) {
        return new Finding(
                line(finding.id()),
                finding.outcome(),
                finding.severity(),
                line(finding.expected()),
                line(finding.formula()),
                observed(finding.observed()),
                line(finding.sentence()),
                lines(finding.remedy()),
                finding.survival());
    }

    private static Observed observed(Observed observed) {
        return new Observed(
                line(observed.configured()),
                line(observed.origin()),
                line(observed.kernel()),
                line(observed.process()),
                observed.evidence());
    }

    /** A repair may have several lines. */
    private static String lines(String text) {
        return isPlain(text, true) ? text : escaped(text, true);
    }

    private static boolean isPlain(String text, boolean severalLines) {
        return text.codePoints().allMatch(each -> isPlain(each, severalLines));
    }

    private static boolean isPlain(int character, boolean severalLines) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> severalLines && character == LINE_BREAK;
            case Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String escaped(String text, boolean severalLines) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (isPlain(each, severalLines)) {
                escaped.appendCodePoint(each);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", each));
            }
        });
        return escaped.toString();
    }
}
