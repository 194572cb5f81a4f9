package dev.mooring.server.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A route selection expression: which route a message takes. Immutable, any thread.
 *
 * <p>Amazon API Gateway, "Route selection expressions": {@code $request.body.action}, or several in braces between other
 * text, as in <code>${request.body.service}/${request.body.action}</code>; {@code \$default} is the word itself. A path that the message does
 * not have is empty. Cost: one pass over the message's JSON, none for an expression without a path.
 */
public final class RouteSelection {
    /** The route of what has no other: not JSON, no value, or a value that begins with the reserved $. */
    public static final String DEFAULT = "$default";

    private static final String PATH = "request\\.body((?:\\.[A-Za-z0-9_-]+)+)";
    private static final Pattern PART = Pattern.compile("\\$\\{" + PATH + "}|\\$" + PATH + "|\\\\\\$|[^$\\\\]+");
    /** Each a path, which begins with a dot, or text as it is, which begins with an equals sign. */
    private final List<String> parts;

    private RouteSelection(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads an expression.
     *
     * @throws RefusedException for one that is none
     */
    public static RouteSelection parse(String expression) {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(expression);
        int at = 0;
        while (at < expression.length() && part.find(at) && part.start() == at) {
            String path = part.group(1) == null ? part.group(2) : part.group(1);
            parts.add(path == null ? "=" + part.group().replace("\\$", "$") : path);
            at = part.end();
        }
        if (parts.isEmpty() || at < expression.length()) {
            throw RefusedException.of(
                    "route-selection",
                    expression,
                    "is not",
                    "a route selection expression",
                    "write it as $request.body.action or ${request.body.a}/${request.body.b}");
        }
        return new RouteSelection(parts);
    }

    /** The route of a text message. */
    public String routeOf(String body) {
        Map<String, String> values = new HashMap<>();
        if (parts.stream().anyMatch(part -> part.startsWith(".")) && !read(body, values)) {
            return DEFAULT;
        }
        StringBuilder key = new StringBuilder();
        for (String part : parts) {
            key.append(part.startsWith("=") ? part.substring(1) : values.getOrDefault(part, ""));
        }
        return key.isEmpty() || key.charAt(0) == '$' ? DEFAULT : key.toString();
    }

    private boolean read(String body, Map<String, String> values) {
        try (JsonParser json = Json.parser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            object(json, "", values);
            return json.nextToken() == null;
        } catch (IOException other) {
            return false;
        }
    }

    /** Of a name that stands twice the last counts, as in every backend's reader. */
    private void object(JsonParser json, String path, Map<String, String> values) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String at = path + "." + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && parts.stream().anyMatch(part -> part.startsWith(at + "."))) {
                object(json, at, values);
            } else if (value.isScalarValue() && parts.contains(at)) {
                values.put(at, json.getText());
            } else {
                json.skipChildren();
            }
        }
    }
}
