package dev.mooring.hosttuning.report;

import java.util.List;

/** The report on all hosts of a check, in any of its forms. */
public final class FleetReport {
    private FleetReport() {}

    /**
     * The text of a report, with a line break at its end.
     *
     * @param checked what was checked; only JSON tells it
     * @param colour whether the table may use terminal colours; the other formats never do
     */
    public static String render(List<HostOutcome> outcomes, CheckedPlan checked, Format format, boolean colour) {
        List<HostOutcome> printable = Printable.outcomes(outcomes);
        return switch (format) {
            case TABLE -> new TableReport(colour).render(printable);
            case JSON -> JsonReport.render(outcomes, checked);
            case JUNIT -> JunitReport.render(printable);
            case TAP -> TapReport.render(printable);
            case PROMETHEUS -> PrometheusReport.render(printable);
        };
    }
}
