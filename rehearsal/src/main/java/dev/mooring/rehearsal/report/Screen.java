package dev.mooring.rehearsal.report;

import dev.mooring.rehearsal.report.Section.Figure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The report on one screen: at most 24 lines when it passed. */
public final class Screen {
    private Screen() {}

    /**
     * The screen.
     *
     * @param plotted whether the page has plots
     */
    public static String of(Report report, Path page, boolean plotted) {
        int name = width(report, Figure::name);
        int text = width(report, Figure::text);
        StringBuilder lines = new StringBuilder(String.format(
                Locale.ROOT,
                "rehearsal %s on %d x %s, %s, %s%n",
                report.verdict(),
                report.machine().processor().count(),
                report.machine().processor().model(),
                report.machine().memory(),
                report.machine().kernel()));
        report.problems().forEach(problem -> lines.append("  ").append(problem).append('\n'));
        for (Section section : report.sections()) {
            if (!section.figures().isEmpty()) {
                lines.append(section.title()).append('\n');
            }
            for (String line : lines(section, "  %-" + name + "s  %" + text + "s  %s")) {
                lines.append(line).append('\n');
            }
        }
        return lines
                + String.format(
                        Locale.ROOT,
                        "%s%s; report.json beside it; %d s in all%n",
                        page,
                        plotted ? ", with plots" : "",
                        report.took().toSeconds());
    }

    /** A line for each figure; a further value of the same figure stands in its note. */
    private static List<String> lines(Section section, String format) {
        List<String> lines = new ArrayList<>();
        for (Figure figure : section.figures()) {
            if (figure.name().isEmpty() && !lines.isEmpty()) {
                lines.addLast(lines.removeLast() + "; " + figure.text() + " " + figure.note());
            } else {
                lines.add(String.format(Locale.ROOT, format, figure.name(), figure.text(), figure.note()));
            }
        }
        return lines;
    }

    private static int width(Report report, Function<Figure, String> column) {
        return report.sections().stream()
                .flatMap(section -> section.figures().stream())
                .mapToInt(figure -> column.apply(figure).length())
                .max()
                .orElse(1);
    }
}
