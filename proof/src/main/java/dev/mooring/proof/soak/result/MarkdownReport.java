package dev.mooring.proof.soak.result;

import dev.mooring.workbench.process.Provenance;
import java.util.List;
import java.util.Locale;

/** Results for people: one table a scenario. */
public final class MarkdownReport {
    private MarkdownReport() {}

    public static String of(Results results) {
        StringBuilder text = new StringBuilder();
        text.append("# Soak and storms, ")
                .append(results.machine().date(), 0, 10)
                .append("\n\n");
        text.append("Command: `").append(results.command()).append("`\n\n");
        text.append("| scenario | verdict |\n|---|---|\n");
        for (Finding finding : results.findings()) {
            text.append(row(List.of(finding.scenario(), finding.verdict().words())));
        }
        results.findings().forEach(finding -> text.append('\n').append(section(finding)));
        return text.append('\n').append(machine(results.machine())).toString();
    }

    /** One scenario; also what is shown while a run goes on. */
    public static String section(Finding finding) {
        StringBuilder text = new StringBuilder();
        text.append("## ")
                .append(finding.scenario())
                .append(": ")
                .append(finding.verdict().words());
        text.append("\n\n").append(finding.criterion()).append(".\n\n");
        if (!finding.remark().isEmpty()) {
            text.append(finding.remark()).append(".\n\n");
        }
        if (!finding.figures().isEmpty()) {
            text.append("| figure | value | held to | |\n|---|--:|--:|---|\n");
            finding.figures().forEach(figure -> text.append(row(cells(figure))));
        }
        return text.toString();
    }

    private static List<String> cells(Figure figure) {
        return List.of(
                figure.name(),
                (Evidence.number(figure.value()) + " " + figure.unit()).strip(),
                figure.bound(),
                figure.holds() ? "" : "BROKEN");
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String machine(Provenance machine) {
        return String.format(
                Locale.ROOT,
                "Machine: %s, %d cores, %s, %s. Date %s, commit %s, load average before %s, after %s.%n",
                machine.cpu(),
                machine.cores(),
                machine.kernel(),
                machine.jdk(),
                machine.date(),
                machine.commit(),
                machine.load().before(),
                machine.load().after());
    }
}
