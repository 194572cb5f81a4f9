package dev.mooring.hosttuning.report;

import dev.mooring.hosttuning.verify.Actual;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.Outcome;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The findings of one host as aligned lines. A finding that did not pass has two more: what was found, and the command
 * that repairs it.
 */
final class FindingTable {
    private static final String GAP = "  ";
    private static final String INDENT = " ".repeat(11);

    private final Palette palette;

    FindingTable(Palette palette) {
        this.palette = palette;
    }

    void write(StringBuilder text, List<Finding> findings) {
        int id = width(findings, "SETTING", finding -> finding.check().id());
        int expected = width(findings, "EXPECTED", finding -> finding.check().expected());
        int actual = width(findings, "ACTUAL", FindingTable::actual);
        text.append(line("OUTCOME", "SETTING", "EXPECTED", "ACTUAL", "CONFIGURED IN", id, expected, actual));
        for (Finding finding : findings) {
            String origin = finding.actual().origin();
            String line = line(
                    word(finding),
                    finding.check().id(),
                    finding.check().expected(),
                    actual(finding),
                    origin,
                    id,
                    expected,
                    actual);
            text.append(line.replaceFirst(
                    "\\S+", palette.outcome(finding, word(finding)).replace("$", "\\$")));
            explain(text, finding);
        }
    }

    private void explain(StringBuilder text, Finding finding) {
        if (finding.outcome() == Outcome.PASS) {
            return;
        }
        text.append(INDENT).append(finding.told()).append('\n');
        if (!finding.remedy().isEmpty()) {
            text.append(INDENT).append("repair: ").append(finding.remedy()).append('\n');
        }
    }

    private static String line(
            String outcome, String setting, String expected, String actual, String origin, int... widths) {
        String row = GAP
                + padded(outcome, INDENT.length() - GAP.length() * 2)
                + GAP
                + padded(setting, widths[0])
                + GAP
                + padded(expected, widths[1])
                + GAP
                + padded(actual, widths[2])
                + GAP
                + origin;
        return row.stripTrailing() + "\n";
    }

    private static String word(Finding finding) {
        return finding.warns() && finding.outcome() == Outcome.FAIL
                ? "WARN"
                : finding.outcome().name();
    }

    /** What is in force: in the process where there is one, else in the kernel, else in the file. */
    private static String actual(Finding finding) {
        if (finding.outcome() == Outcome.UNKNOWN || finding.outcome() == Outcome.SKIP) {
            return "-";
        }
        Actual actual = finding.actual();
        return Stream.of(actual.process(), actual.kernel(), actual.configured())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("-");
    }

    private static int width(List<Finding> findings, String title, Function<Finding, String> column) {
        return Math.max(
                title.length(),
                findings.stream()
                        .mapToInt(finding -> column.apply(finding).length())
                        .max()
                        .orElse(0));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
