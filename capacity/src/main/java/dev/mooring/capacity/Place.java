package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a fleet goes: a region, and availability zones by name ({@code us-east-1a}) or by id ({@code use1-az2}).
 *
 * @param region empty for the region of whoever deploys
 * @param zones empty for zones that are chosen; of one kind, of one region, each once
 */
public record Place(Optional<String> region, List<String> zones) {
    /** Fewer do not outlive a zone. */
    public static final int MIN_ZONES = 2;

    private static final Pattern REGION = Pattern.compile("[a-z]{2,5}(-[a-z]+)+-\\d{1,2}");
    private static final Pattern ZONE_NAME = Pattern.compile("([a-z]{2,5}(?:-[a-z]+)+-\\d{1,2})[a-z]");
    private static final Pattern ZONE_ID = Pattern.compile("[a-z]{2,6}\\d{1,2}-az[1-9]");
    private static final String ZONES = "availability-zones";

    public Place {
        zones = List.copyOf(zones);
        region.ifPresent(Place::requireRegion);
        if (!zones.isEmpty()) {
            requireZones(region, zones);
        }
    }

    /** Whether a text is the id of a zone, and not its name. */
    public static boolean isZoneId(String zone) {
        return ZONE_ID.matcher(zone).matches();
    }

    /** Over how many zones a fleet here is spread. */
    public int zoneCount() {
        return zones.isEmpty() ? MIN_ZONES : zones.size();
    }

    /** The region, also when only zones tell it. */
    public Optional<String> effectiveRegion() {
        return region.or(() -> zones.stream().findFirst().flatMap(Place::regionOf));
    }

    private static void requireRegion(String region) {
        if (!REGION.matcher(region).matches()) {
            throw RefusedException.of(
                    "region", region, "is not", "a region such as us-east-1", "correct it or remove it");
        }
    }

    private static void requireZones(Optional<String> region, List<String> zones) {
        String together = String.join(",", zones);
        Set<String> seen = new HashSet<>();
        for (String zone : zones) {
            if (!ZONE_NAME.matcher(zone).matches() && !isZoneId(zone)) {
                throw RefusedException.of(
                        ZONES,
                        zone,
                        "is not",
                        "the name or id of an availability zone, as in us-east-1a or use1-az2",
                        "correct it or remove it");
            }
            if (!seen.add(zone)) {
                throw RefusedException.of(ZONES, together, "has twice", zone, "name different zones");
            }
            requireOfRegion(zone, region.or(() -> regionOf(zones.getFirst())));
        }
        if (zones.stream().map(Place::isZoneId).distinct().count() > 1) {
            throw RefusedException.of(
                    ZONES, together, "are", "partly names and partly ids", "give all by name, or all by id");
        }
        if (zones.size() < MIN_ZONES) {
            throw RefusedException.of(
                    ZONES, together, "are fewer than", MIN_ZONES, "name two, so that the fleet outlives one of them");
        }
    }

    private static void requireOfRegion(String zone, Optional<String> region) {
        Optional<String> own = regionOf(zone);
        if (isZoneId(zone) && own.isEmpty() && region.map(Place::isKnown).orElse(true)) {
            throw RefusedException.of(
                    ZONES,
                    zone,
                    "is not one of",
                    region.map(each -> "the zones of " + each + ", "
                                    + String.join(", ", Offerings.published().zones(each)))
                            .orElse("the zones that are known"),
                    "correct it, or renew what is known with capacity/catalogue --renew");
        }
        if (own.isPresent() && region.isPresent() && !own.equals(region)) {
            throw RefusedException.of(
                    ZONES,
                    zone,
                    "is a zone of " + own.get() + ", not of",
                    "region=" + region.get(),
                    "name zones of it");
        }
    }

    private static boolean isKnown(String region) {
        return !Offerings.published().zones(region).isEmpty();
    }

    private static Optional<String> regionOf(String zone) {
        var name = ZONE_NAME.matcher(zone);
        return name.matches()
                ? Optional.of(name.group(1))
                : Offerings.published().regionOf(zone);
    }
}
