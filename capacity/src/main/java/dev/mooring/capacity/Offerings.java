package dev.mooring.capacity;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which region and availability zone offers which type. Zones go by their ids, as in {@code use1-az2}: the names, as in
 * {@code us-east-1a}, mean another zone in each account. Immutable.
 */
public final class Offerings {
    private final Map<String, NavigableMap<String, NavigableSet<String>>> zonesByRegionByType;
    private final NavigableMap<String, NavigableSet<String>> zonesByRegion = new TreeMap<>();

    /** @param zonesByRegionByType zone ids, by region, by type */
    public Offerings(Map<String, NavigableMap<String, NavigableSet<String>>> zonesByRegionByType) {
        this.zonesByRegionByType = Map.copyOf(zonesByRegionByType);
        zonesByRegionByType
                .values()
                .forEach(regions -> regions.forEach((region, zones) -> zonesByRegion
                        .computeIfAbsent(region, ignored -> new TreeSet<>())
                        .addAll(zones)));
    }

    /** What {@link CatalogueFile#OFFERINGS} says; read once. */
    public static Offerings published() {
        return Published.OFFERINGS;
    }

    /** The regions of which offers are known. */
    public NavigableSet<String> regions() {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(zonesByRegion.keySet()));
    }

    /** The ids of the zones of a region, all that offer any type; none of a region that is not known. */
    public NavigableSet<String> zones(String region) {
        return Collections.unmodifiableNavigableSet(
                zonesByRegion.getOrDefault(region, Collections.emptyNavigableSet()));
    }

    /** The region of a zone id. */
    public Optional<String> regionOf(String zoneId) {
        return zonesByRegion.entrySet().stream()
                .filter(region -> region.getValue().contains(zoneId))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The regions that offer a type. */
    public NavigableSet<String> regionsWith(String type) {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(ofType(type).keySet()));
    }

    /** The ids of the zones of a region that offer a type. */
    public NavigableSet<String> zonesWith(String type, String region) {
        return Collections.unmodifiableNavigableSet(ofType(type).getOrDefault(region, Collections.emptyNavigableSet()));
    }

    private NavigableMap<String, NavigableSet<String>> ofType(String type) {
        return zonesByRegionByType.getOrDefault(type, Collections.emptyNavigableMap());
    }

    private static final class Published {
        static final Offerings OFFERINGS = read();

        private Published() {}

        private static Offerings read() {
            Map<String, NavigableMap<String, NavigableSet<String>>> offered = new HashMap<>();
            for (List<String> row : CatalogueFile.OFFERINGS.rows()) {
                offered.computeIfAbsent(row.getFirst(), ignored -> new TreeMap<>())
                        .put(row.get(1), new TreeSet<>(List.of(row.get(2).split(","))));
            }
            return new Offerings(offered);
        }
    }
}
