package dev.mooring.proof.peers.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A comparison as JSON: every sample, so that another reader can draw other conclusions. */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Comparison comparison;

    public JsonReport(Comparison comparison) {
        this.comparison = comparison;
    }

    public String text() throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        root.put("command", comparison.setup().command());
        root.put("rounds", comparison.setup().rounds());
        root.put("sizes", comparison.setup().scale());
        root.set("machine", JSON.valueToTree(comparison.setup().machine()));
        root.set("leftOut", JSON.valueToTree(comparison.leftOut()));
        root.set("failures", JSON.valueToTree(comparison.failures()));
        ObjectNode peers = root.putObject("peers");
        for (Comparison.Column column : comparison.columns()) {
            write(column, peers.putObject(column.name()));
        }
        return JSON.writeValueAsString(root) + "\n";
    }

    private static void write(Comparison.Column column, ObjectNode peer) {
        peer.put("label", column.label()).put("version", column.version());
        peer.set("syscalls", JSON.valueToTree(column.syscalls()));
        ObjectNode metrics = peer.putObject("metrics");
        for (Metric metric : Metric.values()) {
            column.samples().spread(metric).ifPresent(spread -> {
                ObjectNode node = metrics.putObject(metric.id());
                node.put("unit", metric.unit()).put("median", spread.median());
                column.samples().ratio(metric, column.floor()).ifPresent(ratio -> node.put("ratio", ratio));
                node.set("samples", JSON.valueToTree(column.samples().of(metric)));
            });
        }
    }
}
