package dev.mooring.infra.change;

import dev.mooring.capacity.input.Resource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which properties CloudFormation cannot change in place: it makes the resource anew. Source: the CDK's service
 * specification, whose version is in the first line of the file; {@code infra/renew-replacements} renews it.
 *
 * @param byType the properties whose change replaces, or may replace, by resource type
 */
public record Replacements(Map<String, Set<String>> byType) {
    private static final String FILE = "replacements.tsv";
    private static final String NO_PROPERTY = "-";

    public static Replacements read() {
        Map<String, Set<String>> byType = new HashMap<>();
        Resource.text(Replacements.class, FILE)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .forEach(fields -> {
                    Set<String> properties = byType.computeIfAbsent(fields[0], type -> new HashSet<>());
                    if (!fields[1].equals(NO_PROPERTY)) {
                        properties.add(fields[1]);
                    }
                });
        return new Replacements(byType);
    }

    public boolean knows(String type) {
        return byType.containsKey(type);
    }

    /** One that may replace counts as one that does. */
    public boolean replaces(String type, String property) {
        return byType.getOrDefault(type, Set.of()).contains(property);
    }
}
