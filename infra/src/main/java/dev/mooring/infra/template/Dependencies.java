package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a resource waits for. Source: AWS CloudFormation user guide, "Intrinsic function reference" (Ref, Fn::GetAtt, Fn::Sub) and
 * "DependsOn attribute".
 */
public final class Dependencies {
    /** A variable of Fn::Sub: the logical id, and an attribute of it. */
    public static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}.:]+)((?:\\.[^}]+)?)}");

    private Dependencies() {}

    /** The logical ids that must be there before this resource is made or updated, and names of parameters. */
    public static Set<String> of(JsonNode resource) {
        Set<String> found = new TreeSet<>();
        JsonNode stated = resource.path("DependsOn");
        Stream.concat(Stream.of(stated), stated.valueStream())
                .filter(JsonNode::isTextual)
                .forEach(id -> found.add(id.asText()));
        collect(resource, found);
        return found;
    }

    private static void collect(JsonNode value, Set<String> found) {
        if (value.path("Ref").isTextual()) {
            found.add(value.path("Ref").asText());
        }
        if (value.path("Fn::GetAtt").isArray()) {
            found.add(value.at("/Fn::GetAtt/0").asText());
        }
        JsonNode substituted = value.path("Fn::Sub");
        JsonNode text = substituted.isArray() ? substituted.path(0) : substituted;
        VARIABLE.matcher(text.asText()).results().forEach(variable -> found.add(variable.group(1)));
        value.forEach(part -> collect(part, found));
    }
}
