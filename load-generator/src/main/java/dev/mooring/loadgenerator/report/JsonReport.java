package dev.mooring.loadgenerator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.run.Outcome;
import dev.mooring.loadgenerator.run.Sample;
import org.HdrHistogram.Histogram;

/** The figures of a run for other programs. Every time has its unit in its name. */
public final class JsonReport {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public String of(Report report) {
        ObjectNode root = json.createObjectNode();
        Outcome outcome = report.outcome();
        root.put("passed", report.verdict().passed());
        root.put("judged", report.verdict().judged());
        root.put("verdict", report.verdict().text());
        root.set("problems", json.valueToTree(report.verdict().problems()));
        root.put("interrupted", outcome.interrupted());
        root.set("plan", plan(report.plan()));
        root.set("machine", json.valueToTree(report.machine()));
        root.put("rampMillis", outcome.rampTime().toMillis());
        root.put("rampCpuMicros", outcome.rampCpuMicros());
        root.put("holdMillis", outcome.holdTime().toMillis());
        root.put("open", outcome.held().open());
        root.set("afterRamp", json.valueToTree(outcome.ramped()));
        root.set("afterHold", json.valueToTree(outcome.held()));
        root.set("atEnd", json.valueToTree(outcome.end()));
        root.set("connectMicros", percentiles(outcome.measurement().connectMicros()));
        root.set("startDelayMicros", percentiles(outcome.measurement().startDelayMicros()));
        root.set("echoMicros", percentiles(outcome.measurement().echoMicros()));
        root.set("deliveryMicros", percentiles(outcome.measurement().deliveryMicros()));
        root.put("deliveriesMissing", outcome.end().deliveries().missing());
        root.set("pingIntervalMillis", percentiles(outcome.measurement().pingMillis()));
        root.set("pingGapMillis", percentiles(outcome.measurement().gapMillis()));
        root.set("pingsDue", json.valueToTree(PingJudgement.of(report.plan(), outcome)));
        root.put("longestPingGapMillis", outcome.measurement().longestGapMillis());
        root.set("timeline", timeline(outcome));
        return text(root);
    }

    private ObjectNode plan(SwarmPlan plan) {
        ObjectNode node = json.createObjectNode();
        node.put("url", plan.target().toString());
        node.put("connections", plan.connections());
        node.put("rate", plan.rate().toString());
        node.put("hold", DurationText.format(plan.hold()));
        node.put("echo", plan.echo().toString());
        plan.expected().pingInterval().ifPresent(ping -> node.put("expectPing", DurationText.format(ping)));
        node.set("topics", json.valueToTree(plan.delivery().topics()));
        node.put("protocol", plan.delivery().protocol().toString());
        plan.delivery()
                .publishing()
                .ifPresent(publishing -> node.put("publish", publishing.rate().toString())
                        .put("publishSize", publishing.size().toString()));
        node.put("sources", plan.sources().addresses().size());
        node.put("eventLoops", plan.eventLoops());
        node.put("processes", plan.processes());
        return node;
    }

    private ObjectNode percentiles(Histogram histogram) {
        ObjectNode node = json.createObjectNode();
        node.put("count", histogram.getTotalCount());
        if (histogram.getTotalCount() > 0) {
            node.put("min", histogram.getMinValue());
            for (double percentile : PERCENTILES) {
                String name = percentile == Math.rint(percentile) ? "p" + (int) percentile : "p" + percentile;
                node.put(name, histogram.getValueAtPercentile(percentile));
            }
            node.put("max", histogram.getMaxValue());
        }
        return node;
    }

    private ArrayNode timeline(Outcome outcome) {
        ArrayNode nodes = json.createArrayNode();
        for (Sample sample : outcome.timeline()) {
            ObjectNode node = nodes.addObject();
            node.put("millis", sample.time().toMillis());
            node.put("phase", sample.phase().name());
            node.put("open", sample.totals().open());
            node.put("opened", sample.totals().opened());
            node.put(
                    "notOpened",
                    sample.totals().refusedCount() + sample.totals().failedCount());
            node.put("lost", sample.totals().lostCount());
            node.put("moved", sample.totals().moved());
            node.put("reconnects", sample.totals().reconnects());
            node.put("pings", sample.totals().pings());
            node.put("published", sample.totals().deliveries().published());
            node.put("delivered", sample.totals().deliveries().received());
            node.put("echoes", sample.totals().echoes());
        }
        return nodes;
    }

    private String text(ObjectNode root) {
        try {
            return json.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values has a text", e);
        }
    }
}
