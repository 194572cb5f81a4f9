package dev.mooring.infra.change;

import java.util.List;

/**
 * What becomes of one resource.
 *
 * @param id its logical id
 * @param properties those that change, sorted; empty for a resource that comes or goes
 * @param reason why, in half a sentence
 */
public record Change(String id, String type, Effect effect, List<String> properties, String reason) {
    public Change {
        properties = List.copyOf(properties);
    }
}
