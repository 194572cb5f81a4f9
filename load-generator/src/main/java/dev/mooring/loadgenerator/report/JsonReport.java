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
        root.set("machine", json.valueToTree(report.machine().members()));
        root.put("rampMillis", outcome.ramp().time().toMillis());
        root.put("rampCpuMicros", outcome.ramp().cpuMicros());
        root.put("holdMillis", outcome.hold().time().toMillis());
        root.put("open", outcome.hold().totals().open());
        root.set("afterRamp", json.valueToTree(outcome.ramp().totals()));
        root.set("afterHold", json.valueToTree(outcome.hold().totals()));
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
        node.put("connections", plan.ramp().connections());
        node.put("rate", plan.ramp().rate().toString());
        node.put("hold", DurationText.format(plan.hold().time()));
        node.put("echo", plan.traffic().echo().toString());
        plan.expected().pingInterval().ifPresent(ping -> node.put("expectPing", DurationText.format(ping)));
        node.set("topics", json.valueToTree(plan.traffic().delivery().topics()));
        node.put("protocol", plan.traffic().delivery().protocol().toString());
        plan.traffic()
                .delivery()
                .publishing()
                .ifPresent(publishing -> node.put("publish", publishing.rate().toString())
                        .put("publishSize", publishing.size().toString()));
        node.put("sources", plan.ramp().sources().addresses().size());
        node.put("eventLoops", plan.processes().eventLoops());
        node.put("processes", plan.processes().count());
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
            node.put("opened", sample.totals().connections().opened());
            node.put(
                    "notOpened",
                    sample.totals().refusedCount() + sample.totals().failedCount());
            node.put("lost", sample.totals().lostCount());
            node.put("moved", sample.totals().connections().moved());
            node.put("reconnects", sample.totals().connections().reconnects());
            node.put("pings", sample.totals().frames().pings());
            node.put("published", sample.totals().deliveries().published());
            node.put("delivered", sample.totals().deliveries().received());
            node.put("echoes", sample.totals().frames().echoes());
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
