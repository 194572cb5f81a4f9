package dev.mooring.infra.update;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.infra.template.Dependencies;
import java.util.Map;
import java.util.regex.Matcher;

/** Resources whose references name what is deployed. */
final class References {
    private static final String NEWEST_VERSION = "LatestVersionNumber";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private References() {}

    /**
     * The same value, referring to what is deployed.
     *
     * @param deployed the deployed resource of each logical id; whatever is not among them stays as it is
     * @param versions of each deployed launch template
     */
    static JsonNode bound(JsonNode value, Map<String, String> deployed, Map<String, Integer> versions) {
        if (value instanceof ArrayNode array) {
            ArrayNode bound = JSON.arrayNode();
            array.forEach(part -> bound.add(bound(part, deployed, versions)));
            return bound;
        }
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        if (object.path("Ref").isTextual()) {
            String id = object.path("Ref").asText();
            return JSON.objectNode().put("Ref", deployed.getOrDefault(id, id));
        }
        if (object.path("Fn::GetAtt").isArray()) {
            return attribute(object.path("Fn::GetAtt"), deployed, versions);
        }
        ObjectNode bound = JSON.objectNode();
        object.properties().forEach(member -> {
            boolean isText =
                    member.getKey().equals("Fn::Sub") && member.getValue().isTextual();
            bound.set(
                    member.getKey(),
                    isText
                            ? JSON.textNode(substituted(member.getValue().asText(), deployed))
                            : bound(member.getValue(), deployed, versions));
        });
        return bound;
    }

    /** A whole resource, its DependsOn too. */
    static JsonNode boundResource(JsonNode resource, Map<String, String> deployed, Map<String, Integer> versions) {
        JsonNode bound = bound(resource, deployed, versions);
        if (bound instanceof ObjectNode object && object.path("DependsOn").isArray()) {
            ArrayNode stated = JSON.arrayNode();
            object.path("DependsOn").forEach(id -> stated.add(deployed.getOrDefault(id.asText(), id.asText())));
            object.set("DependsOn", stated);
        }
        return bound;
    }

    private static JsonNode attribute(JsonNode asked, Map<String, String> deployed, Map<String, Integer> versions) {
        String id = deployed.getOrDefault(asked.path(0).asText(), asked.path(0).asText());
        if (asked.path(1).asText().equals(NEWEST_VERSION)) {
            return JSON.textNode(id + ":" + versions.getOrDefault(id, 1));
        }
        return JSON.objectNode()
                .set("Fn::GetAtt", JSON.arrayNode().add(id).add(asked.path(1).asText()));
    }

    private static String substituted(String text, Map<String, String> deployed) {
        return Dependencies.VARIABLE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "${" + deployed.getOrDefault(found.group(1), found.group(1)) + found.group(2) + "}"));
    }
}
