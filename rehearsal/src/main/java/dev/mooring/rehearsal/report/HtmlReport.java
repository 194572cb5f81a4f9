package dev.mooring.rehearsal.report;

import static dev.mooring.capacity.report.HtmlPage.escaped;

import dev.mooring.capacity.report.HtmlPage;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The report on one page that needs nothing from the network: the load generator's page with its plots, with the sections
 * in place of its headline.
 */
public final class HtmlReport {
    private static final String BODY = "<body>\n";
    private static final String CHARTS = "<div class=\"charts\">";
    private static final String TITLE = "<title>.*</title>";

    private HtmlReport() {}

    /**
     * The page.
     *
     * @param plotted the load generator's page, if it came to one
     */
    public static String of(Report report, Optional<String> plotted) {
        String swarmPage = plotted.orElseGet(() -> new HtmlPage("", CHARTS + "\n</div>\n").text());
        int body = swarmPage.indexOf(BODY) + BODY.length();
        int charts = swarmPage.indexOf(CHARTS);
        if (body < BODY.length() || charts < body) {
            throw new IllegalArgumentException("the load generator's page has no body with charts");
        }
        return swarmPage.substring(0, body).replaceFirst(TITLE, "<title>Mooring rehearsal</title>")
                + header(report)
                + "<div class=\"cards\" style=\"margin-bottom:14px\">\n"
                + report.all().stream()
                        .filter(section -> !section.figures().isEmpty())
                        .map(HtmlReport::card)
                        .collect(Collectors.joining())
                + "</div>\n"
                + swarmPage.substring(charts);
    }

    private static String header(Report report) {
        return "<h1>Mooring rehearsal<span class=\"" + (report.problems().isEmpty() ? "passed" : "failed") + "\">"
                + report.verdict() + "</span></h1>\n"
                + "<ul class=\"problems\">"
                + report.problems().stream()
                        .map(problem -> "<li>" + escaped(problem) + "</li>")
                        .collect(Collectors.joining())
                + "</ul>\n";
    }

    private static String card(Section section) {
        return "<div class=\"card\"><h2>" + escaped(section.title()) + "</h2><table>\n"
                + section.figures().stream().map(HtmlReport::row).collect(Collectors.joining())
                + "</table></div>\n";
    }

    private static String row(Section.Figure figure) {
        return "<tr><th style=\"width:10em\">" + escaped(figure.name())
                + "</th><td style=\"width:7em;padding-right:14px;text-align:right;vertical-align:top;font-weight:600\">"
                + escaped(figure.text()) + "</td><td>" + escaped(figure.note()) + "</td></tr>\n";
    }
}
