package dev.mooring.proof.rehearsal.report;

import dev.mooring.proof.rehearsal.report.Section.Figure;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/** The report on one screen: at most 24 lines when it passed. */
public final class Screen {
    private Screen() {}

    public static String of(Report report, Path page) {
        int name = width(report, Figure::name);
        int text = width(report, Figure::text);
        StringBuilder lines = new StringBuilder(String.format(
                Locale.ROOT,
                "rehearsal %s on %d x %s, %s, %s%n",
                report.verdict(),
                report.machine().processors(),
                report.machine().processor(),
                report.machine().memory(),
                report.machine().kernel()));
        report.problems().forEach(problem -> lines.append("  ").append(problem).append('\n'));
        for (Section section : report.sections()) {
            if (!section.figures().isEmpty()) {
                lines.append(section.title()).append('\n');
            }
            for (Figure figure : section.figures()) {
                lines.append(String.format(
                        Locale.ROOT,
                        "  %-" + name + "s  %" + text + "s  %s%n",
                        figure.name(),
                        figure.text(),
                        figure.note()));
            }
        }
        return lines
                + String.format(
                        Locale.ROOT,
                        "%s, with plots; report.json beside it; %d s in all%n",
                        page,
                        report.took().toSeconds());
    }

    private static int width(Report report, Function<Figure, String> column) {
        return report.sections().stream()
                .flatMap(section -> section.figures().stream())
                .mapToInt(figure -> column.apply(figure).length())
                .max()
                .orElse(1);
    }
}
