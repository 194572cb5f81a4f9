package dev.mooring.rehearsal.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The report for other programs: an object for each section. */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    public static String of(Report report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("passed", report.problems().isEmpty());
        root.put("interrupted", report.interrupted());
        root.set("problems", JSON.valueToTree(report.problems()));
        root.set("machine", JSON.valueToTree(report.machine().members()));
        root.put("tookMillis", report.took().toMillis());
        for (Section section : report.all()) {
            ObjectNode node = root.putObject(section.key());
            section.figures().forEach(figure -> node.set(figure.key(), JSON.valueToTree(rounded(figure.value()))));
        }
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values has a text", e);
        }
    }

    /** Four digits behind the point are more than any measurement here has. */
    private static Object rounded(Object value) {
        return value instanceof Double number ? Double.valueOf(String.format(Locale.ROOT, "%.4f", number)) : value;
    }
}
