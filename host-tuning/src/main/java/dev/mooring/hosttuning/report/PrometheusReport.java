package dev.mooring.hosttuning.report;

import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.Outcome;
import java.util.List;
import java.util.Locale;

/** The report in the text format of Prometheus, for the node exporter's textfile directory. */
final class PrometheusReport {
    private final StringBuilder text = new StringBuilder();

    private PrometheusReport() {}

    static String render(List<HostOutcome> outcomes) {
        PrometheusReport report = new PrometheusReport();
        report.reachable(outcomes);
        report.aside(outcomes);
        List<HostReport> verified = outcomes.stream()
                .filter(HostOutcome.Verified.class::isInstance)
                .map(outcome -> ((HostOutcome.Verified) outcome).report())
                .toList();
        report.findings(verified);
        report.headroom(verified);
        return report.text.toString();
    }

    private void reachable(List<HostOutcome> outcomes) {
        family("mooring_host_reachable", "Whether the host answered.");
        for (HostOutcome outcome : outcomes) {
            if (outcome instanceof HostOutcome.Aside) {
                continue;
            }
            sample(
                    "mooring_host_reachable",
                    label("host", outcome.name()),
                    outcome instanceof HostOutcome.Verified ? 1 : 0);
        }
    }

    private void aside(List<HostOutcome> outcomes) {
        if (outcomes.stream().noneMatch(HostOutcome.Aside.class::isInstance)) {
            return;
        }
        family("mooring_host_not_in_service", "Where its Auto Scaling group has a host that was not checked for it.");
        for (HostOutcome outcome : outcomes) {
            if (outcome instanceof HostOutcome.Aside aside) {
                sample(
                        "mooring_host_not_in_service",
                        label("host", aside.name()) + "," + label("state", aside.state()),
                        1);
            }
        }
    }

    private void findings(List<HostReport> reports) {
        family("mooring_host_setting", "1 for the outcome that a check had.");
        for (HostReport report : reports) {
            report.findings().stream()
                    .map(finding -> label("host", report.host())
                            + ","
                            + label("id", finding.check().id())
                            + ","
                            + label("outcome", lower(finding.outcome()))
                            + ","
                            + label("severity", lower(finding.check().severity())))
                    .distinct()
                    .forEach(labels -> sample("mooring_host_setting", labels, 1));
        }
        family("mooring_host_checks", "Checks by outcome.");
        for (HostReport report : reports) {
            for (Outcome outcome : Outcome.values()) {
                String labels = label("host", report.host()) + "," + label("outcome", lower(outcome));
                sample("mooring_host_checks", labels, report.count(outcome));
            }
        }
    }

    private void headroom(List<HostReport> reports) {
        family("mooring_host_connections_limit", "Connections that the host has room for, by limit.");
        for (HostReport report : reports) {
            report.headroom()
                    .ifPresent(headroom -> headroom.limits()
                            .forEach(limit -> sample(
                                    "mooring_host_connections_limit",
                                    label("host", report.host()) + "," + label("limit", limit.name()),
                                    limit.connections())));
        }
    }

    private void family(String name, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
    }

    private void sample(String name, String labels, long value) {
        text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }

    private static String label(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
