package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * No resource may wait for itself: CloudFormation refuses such a template, after the CDK has let it pass and the bundles have been
 * published.
 */
final class CircleRule implements TemplateRule {
    @Override
    public Stream<String> violations(Template template) {
        Map<String, Set<String>> waits = new TreeMap<>();
        JsonNode resources = template.root().path("Resources");
        resources.properties().forEach(resource -> waits.put(resource.getKey(), Dependencies.of(resource.getValue())));
        waits.values().forEach(each -> each.retainAll(waits.keySet()));
        return circle(waits).stream()
                .map(circle -> circle.getFirst() + ": waits for itself: " + String.join(" -> ", circle));
    }

    private static Optional<List<String>> circle(Map<String, Set<String>> waits) {
        Set<String> free = new HashSet<>();
        for (String id : waits.keySet()) {
            Optional<List<String>> found = circle(id, waits, new LinkedHashSet<>(), free);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * A circle that one comes to from a resource.
     *
     * @param way from the first resource to this one
     * @param free those that no circle is reached from
     */
    private static Optional<List<String>> circle(
            String id, Map<String, Set<String>> waits, SequencedSet<String> way, Set<String> free) {
        if (free.contains(id)) {
            return Optional.empty();
        }
        if (!way.add(id)) {
            List<String> circle = new ArrayList<>(way);
            circle = new ArrayList<>(circle.subList(circle.indexOf(id), circle.size()));
            circle.add(id);
            return Optional.of(circle);
        }
        for (String next : waits.getOrDefault(id, Set.of())) {
            Optional<List<String>> found = circle(next, waits, way, free);
            if (found.isPresent()) {
                return found;
            }
        }
        way.remove(id);
        free.add(id);
        return Optional.empty();
    }
}
