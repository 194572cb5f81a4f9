package dev.mooring.infra.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A difference as people read it: first what it does to clients, then each resource, then the lines of the host's script.
 *
 * @param changes the gravest first
 * @param script the lines of the user-data that go and come
 */
public record ChangeReport(List<Change> changes, List<String> script) {
    private static final int MAX_LINES = 40;
    private static final int MAX_WIDTH = 150;

    public ChangeReport {
        changes = List.copyOf(changes);
        script = List.copyOf(script);
    }

    /** Compares two templates; milliseconds. */
    public static ChangeReport of(Template before, Template after) {
        return new ChangeReport(TemplateDifference.of(before, after), scriptLines(before, after));
    }

    /** What all changes together do. */
    public Effect effect() {
        return TemplateDifference.effect(changes);
    }

    public String text() {
        Effect effect = effect();
        StringBuilder text = new StringBuilder();
        line(text, effect.label(), effect.meaning());
        changes.forEach(change -> line(
                text,
                "  " + change.effect().label(),
                change.id() + " (" + change.type().replaceFirst("^AWS::", "") + ") " + change.reason()
                        + (change.properties().isEmpty() ? "" : ": " + String.join(", ", change.properties()))));
        script.stream().limit(MAX_LINES).forEach(each -> line(text, "    host", each));
        if (script.size() > MAX_LINES) {
            line(text, "    host", "and " + (script.size() - MAX_LINES) + " lines more");
        }
        return text.toString();
    }

    /** The lines of the user-data that go and come, in their order. */
    private static List<String> scriptLines(Template before, Template after) {
        List<String> gone = new ArrayList<>(script(before));
        List<String> come = new ArrayList<>(script(after));
        for (String kept : script(before)) {
            if (come.remove(kept)) {
                gone.remove(kept);
            }
        }
        return Stream.concat(
                        gone.stream().map(line -> "- " + line), come.stream().map(line -> "+ " + line))
                .map(line -> line.length() > MAX_WIDTH ? line.substring(0, MAX_WIDTH) + " ..." : line)
                .toList();
    }

    private static List<String> script(Template template) {
        return template.ofType("AWS::EC2::LaunchTemplate")
                .flatMap(launch -> text(launch.properties().at("/LaunchTemplateData/UserData/Fn::Base64"))
                        .lines())
                .toList();
    }

    private static String text(JsonNode value) {
        if (value.has("Fn::Join")) {
            StringBuilder text = new StringBuilder();
            value.at("/Fn::Join/1").forEach(part -> text.append(text(part)));
            return text.toString();
        }
        if (value.has("Fn::Sub")) {
            return value.path("Fn::Sub").asText();
        }
        return value.isTextual() ? value.asText() : "${" + value.path("Ref").asText(value.toString()) + "}";
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-14s%s%n", name, value));
    }
}
