package dev.mooring.hosttuning.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.capacity.Limit;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.Headroom;
import dev.mooring.hosttuning.verify.HostReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report as one JSON object: an exit code, what was checked, and a list of hosts, each with its findings and its
 * headroom. All of it is ASCII that can be seen, so that no character of a host can do anything where it is shown.
 */
final class JsonReport {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    static {
        MAPPER.getFactory().setCharacterEscapes(new DeleteEscaped());
    }

    private JsonReport() {}

    static String render(List<HostOutcome> outcomes, CheckedPlan checked) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("exitCode", WorstHost.of(outcomes, checked.acceptedWarnings()).code());
        root.put("plan", checked.plan());
        root.put("role", checked.role().toString());
        root.put("began", checked.began().toString());
        ArrayNode hosts = root.putArray("hosts");
        outcomes.forEach(outcome -> {
            ObjectNode host = hosts.addObject();
            host.put("host", outcome.name());
            host.put(
                    "exitCode",
                    WorstHost.of(outcome, checked.acceptedWarnings()).code());
            host(host, outcome);
        });
        try {
            return MAPPER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("a tree of texts and numbers can be written", impossible);
        }
    }

    private static void host(ObjectNode node, HostOutcome outcome) {
        switch (outcome) {
            case HostOutcome.Unreachable unreachable -> node.put("unreachable", unreachable.sentence());
            case HostOutcome.Aside aside ->
                node.put("notInService", aside.state()).put("sentence", aside.sentence());
            case HostOutcome.Verified verified -> report(node, verified.report());
        }
    }

    private static void report(ObjectNode node, HostReport report) {
        node.put("boot", report.boot());
        node.put("system", report.system());
        report.headroom().ifPresent(headroom -> headroom(node.putObject("headroom"), headroom));
        ArrayNode findings = node.putArray("findings");
        report.findings().forEach(finding -> finding(findings.addObject(), finding));
    }

    private static void headroom(ObjectNode node, Headroom headroom) {
        node.put("connections", headroom.binding().connections());
        node.put("bindingLimit", headroom.binding().name());
        ObjectNode limits = node.putObject("limits");
        for (Limit limit : headroom.limits()) {
            limits.put(limit.name(), limit.connections());
        }
    }

    private static void finding(ObjectNode node, Finding finding) {
        node.put("id", finding.check().id());
        node.put("outcome", finding.outcome().name());
        node.put("severity", finding.check().severity().name());
        node.put("expected", finding.check().expected());
        node.put("formula", finding.check().formula());
        node.put("configured", finding.actual().configured());
        node.put("origin", finding.actual().origin());
        node.put("kernel", finding.actual().kernel());
        node.put("process", finding.actual().process());
        node.put("evidence", finding.actual().evidence().source());
        node.put("sentence", finding.sentence());
        node.put("remedy", finding.remedy());
        node.put("survivesReboot", finding.survival().toString());
    }

    /** JSON itself lets DEL through, the one control character that is ASCII and no control character of JSON. */
    private static final class DeleteEscaped extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DELETE = 0x7f;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[DELETE] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
