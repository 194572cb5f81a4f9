package dev.mooring.hosttuning.report;

import java.util.List;

/** The report on all hosts of a check, in any of its forms. */
public final class FleetReport {
    private FleetReport() {}

    /**
     * The text of a report, with a line break at its end.
     *
     * @param colour whether the table may use terminal colours; the other formats never do
     */
    public static String render(List<HostOutcome> outcomes, Format format, boolean colour) {
        return switch (format) {
            case TABLE -> new TableReport(colour).render(outcomes);
            case JSON -> JsonReport.render(outcomes);
            case JUNIT -> JunitReport.render(outcomes);
            case TAP -> TapReport.render(outcomes);
            case PROMETHEUS -> PrometheusReport.render(outcomes);
        };
    }
}
