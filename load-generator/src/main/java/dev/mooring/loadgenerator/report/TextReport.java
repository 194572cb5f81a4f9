package dev.mooring.loadgenerator.report;

import static dev.mooring.loadgenerator.report.Figures.count;
import static dev.mooring.loadgenerator.report.Figures.perSecond;
import static dev.mooring.loadgenerator.report.Figures.rounded;
import static dev.mooring.loadgenerator.report.Figures.seconds;
import static dev.mooring.loadgenerator.report.Figures.thousandths;

import dev.mooring.loadgenerator.measure.Deliveries;
import dev.mooring.loadgenerator.measure.Totals;
import dev.mooring.loadgenerator.plan.PublishPlan;
import dev.mooring.loadgenerator.plan.Rate;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.run.Outcome;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The table at the end of a run, for a terminal. */
public final class TextReport {
    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    public static String of(SwarmPlan plan, Outcome outcome, Verdict verdict) {
        TextReport report = new TextReport();
        report.ramp(plan, outcome);
        report.hold(plan, outcome);
        report.tallies(outcome);
        report.verdict(plan, outcome, verdict);
        return report.text.toString();
    }

    private void ramp(SwarmPlan plan, Outcome outcome) {
        long opened = outcome.ramp().totals().connections().opened();
        line(
                "opened",
                count(opened) + " of " + count(plan.ramp().connections()) + " in "
                        + seconds(outcome.ramp().time()) + ", "
                        + rounded(perSecond(opened, outcome.ramp().time())) + "/s (asked for: "
                        + plan.ramp().rate() + ")");
        if (plan.ramp().rate() instanceof Rate.Maximum && opened > 0) {
            line(
                    "cpu per handshake",
                    outcome.ramp().cpuMicros() / opened + " us of the generator's, compilation included");
        }
        percentiles("connect latency", outcome.measurement().connectMicros(), "ms");
        percentiles("generator delay", outcome.measurement().startDelayMicros(), "ms");
    }

    private void hold(SwarmPlan plan, Outcome outcome) {
        Totals held = outcome.hold().totals();
        line(
                "open at the end",
                count(held.open()) + " after " + seconds(outcome.hold().time()) + " of hold");
        line(
                "pings",
                count(held.frames().pings()) + " received, "
                        + count(held.frames().pongs()) + " pongs sent");
        percentiles("ping interval", outcome.measurement().pingMillis(), "s");
        line("longest ping gap", thousandths(outcome.measurement().longestGapMillis() / 1000.0) + " s");
        if (plan.traffic().echo().connections() > 0) {
            line(
                    "echo",
                    count(held.frames().echoes()) + " of "
                            + plan.traffic().echo().size() + ", "
                            + rounded(perSecond(
                                    held.frames().echoes(), outcome.hold().time())) + "/s");
            percentiles("echo latency", outcome.measurement().echoMicros(), "ms");
        }
        plan.traffic().delivery().publishing().ifPresent(publishing -> delivery(publishing, outcome));
        if (plan.hold().reconnect()) {
            line("reconnects", count(held.connections().reconnects()));
        }
        if (held.connections().moved() > 0) {
            line("moved", count(held.connections().moved()) + " closed by the server as expected");
        }
        plan.hold()
                .churn()
                .ifPresent(churn -> line("churn", count(held.connections().replaced()) + " connections replaced"));
    }

    private void delivery(PublishPlan publishing, Outcome outcome) {
        Deliveries deliveries = outcome.end().deliveries();
        line(
                "published",
                count(deliveries.published()) + " of " + publishing.size() + ", "
                        + rounded(
                                perSecond(deliveries.published(), outcome.hold().time())) + "/s (asked for: "
                        + publishing.rate() + "), " + count(deliveries.notPublished()) + " not taken");
        line(
                "delivered",
                count(deliveries.received()) + " of " + count(deliveries.expected()) + ", the server says "
                        + count(deliveries.told()) + "; " + count(deliveries.missing()) + " lost, "
                        + count(deliveries.duplicated()) + " repeated, " + count(deliveries.outOfOrder())
                        + " out of order");
        Histogram latency = outcome.measurement().deliveryMicros();
        if (latency.getTotalCount() > 0) {
            line(
                    "delivery latency",
                    "p50 " + thousandths(latency.getValueAtPercentile(50) / 1000.0)
                            + "  p99 " + thousandths(latency.getValueAtPercentile(99) / 1000.0)
                            + "  p99.9 " + thousandths(latency.getValueAtPercentile(99.9) / 1000.0)
                            + "  max " + thousandths(latency.getMaxValue() / 1000.0) + " ms");
        }
    }

    /** Attempts are counted up to the moment of what was open; connections are lost, and closed, until the end. */
    private void tallies(Outcome outcome) {
        tally("refused", outcome.hold().totals().reasons().refused());
        tally("failed", outcome.hold().totals().reasons().failed());
        tally("lost", outcome.end().reasons().lost());
        tally("close code", outcome.end().reasons().closeCodes());
    }

    private void verdict(SwarmPlan plan, Outcome outcome, Verdict verdict) {
        line("pings due", PingJudgement.of(plan, outcome).text());
        line(
                "unanswered closes",
                answered(outcome.end().unansweredCloses(), outcome.end().closed()));
        if (plan.traffic().echo().connections() > 0) {
            line("unanswered echoes", count(outcome.end().frames().unansweredEchoes()));
        }
        if (outcome.interrupted()) {
            line("ended early", "by a signal");
        }
        verdict.problems().forEach(problem -> line("problem", problem));
        line("verdict", verdict.text());
    }

    private static String answered(long unanswered, long closed) {
        return closed == 0 ? "not judged: no connection was left to close" : count(unanswered) + " of " + count(closed);
    }

    /** Microseconds shown as milliseconds, or milliseconds as seconds. */
    private void percentiles(String name, Histogram histogram, String unit) {
        if (histogram.getTotalCount() > 0) {
            line(
                    name,
                    "min " + thousandths(histogram.getMinValue() / 1000.0)
                            + "  p50 " + thousandths(histogram.getValueAtPercentile(50) / 1000.0)
                            + "  p99 " + thousandths(histogram.getValueAtPercentile(99) / 1000.0)
                            + "  max " + thousandths(histogram.getMaxValue() / 1000.0) + " " + unit);
        }
    }

    private void tally(String name, Map<String, Long> tally) {
        tally.forEach((reason, number) -> line(name, count(number) + "  " + reason));
    }

    private void line(String name, String value) {
        text.append(String.format(Locale.ROOT, "%-18s %s%n", name, value));
    }
}
