package dev.mooring.loadgenerator.measure;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often what went wrong, by name.
 *
 * @param refused attempts by HTTP status
 * @param failed attempts by reason
 * @param lost every connection that ended without this side's wish and was not moved, by reason
 * @param closeCodes Close frames that the server sent first, by code
 */
public record Reasons(
        Map<String, Long> refused, Map<String, Long> failed, Map<String, Long> lost, Map<String, Long> closeCodes) {
    static final Reasons NONE = new Reasons(Map.of(), Map.of(), Map.of(), Map.of());

    Reasons plus(Reasons other) {
        return new Reasons(
                sums(refused, other.refused),
                sums(failed, other.failed),
                sums(lost, other.lost),
                sums(closeCodes, other.closeCodes));
    }

    Reasons withLost(String reason, long count) {
        return new Reasons(refused, failed, sums(lost, Map.of(reason, count)), closeCodes);
    }

    private static Map<String, Long> sums(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sums = new TreeMap<>(one);
        other.forEach((name, count) -> sums.merge(name, count, Long::sum));
        return sums;
    }
}
