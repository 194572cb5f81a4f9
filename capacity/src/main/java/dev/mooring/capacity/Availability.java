package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a place offers the hosts of a fleet. A region of which nothing is known refuses nothing: what is known has a
 * date.
 */
public final class Availability {
    private final Offerings offerings;

    public Availability(Offerings offerings) {
        this.offerings = offerings;
    }

    /** By what {@link Offerings#published()} says. */
    public static Availability published() {
        return new Availability(Offerings.published());
    }

    /**
     * The zones of a fleet: those that were named, else, where the region is known, the first two by id that offer the
     * type. Empty where nothing is known of the region, or none was named: AWS then takes its first two.
     *
     * @throws RefusedException when the region, or a zone that is named by id, does not offer the type, naming where it
     *     is offered and the cheapest type here whose plan holds as many connections
     */
    public List<String> zones(FleetSpec spec, Place place) {
        Optional<String> region = place.effectiveRegion().filter(offerings.regions()::contains);
        if (region.isEmpty()) {
            return place.zones();
        }
        NavigableSet<String> offering = offerings.zonesWith(spec.instance().name(), region.get());
        List<String> ids = place.zones().stream().filter(Place::isZoneId).toList();
        if (offering.size() < Place.MIN_ZONES) {
            throw refused(spec, region.get(), offering, offerings.zones(region.get()), Place.MIN_ZONES);
        }
        if (!offering.containsAll(ids)) {
            throw refused(spec, region.get(), offering, ids, ids.size());
        }
        return place.zones().isEmpty()
                ? offering.stream().limit(Place.MIN_ZONES).toList()
                : place.zones();
    }

    /**
     * The cheapest type, by the prices that are known, which so many of these zones offer and whose plan holds the
     * connections of this fleet.
     */
    public Optional<InstanceType> cheapest(FleetSpec spec, String region, Collection<String> zones, int fewest) {
        return InstanceCatalog.types().stream()
                .sorted(Comparator.comparing(InstanceType::hourlyPrice).thenComparing(InstanceType::name))
                .filter(type -> common(offerings.zonesWith(type.name(), region), zones) >= fewest)
                .filter(type -> holds(spec.on(type)))
                .findFirst();
    }

    private RefusedException refused(
            FleetSpec spec, String region, NavigableSet<String> offering, Collection<String> zones, int fewest) {
        String type = spec.instance().name();
        boolean regionHasIt = offering.size() >= Place.MIN_ZONES;
        String bound;
        if (regionHasIt) {
            bound = String.join(", ", without(zones, offering)) + " (of " + region + " it is in "
                    + String.join(", ", offering) + ")";
        } else if (offering.isEmpty()) {
            bound = region + " (it is in " + regionsText(type) + ")";
        } else {
            bound = "two zones of " + region + " (only in " + offering.first() + "; it is in " + regionsText(type)
                    + ")";
        }
        String there = regionHasIt ? "in these zones" : "there";
        String substitute = cheapest(spec, region, zones, fewest)
                .map(cheapest -> "set instance-type=" + cheapest.name() + ", the cheapest " + there
                        + " that holds connections=" + spec.connections() + " ($" + cheapest.hourlyPrice()
                        + " an hour in " + InstanceCatalog.PRICE_REGION + "), or ")
                .orElse("no type " + there + " holds connections=" + spec.connections() + ": lower it, or ");
        return RefusedException.of(
                "instance-type", type, "is not offered in", bound, substitute + "deploy where it is offered");
    }

    private String regionsText(String type) {
        NavigableSet<String> regions = offerings.regionsWith(type);
        return regions.isEmpty() ? "no region that is known" : String.join(", ", regions);
    }

    private static boolean holds(FleetSpec spec) {
        try {
            return CapacityPlanner.plan(spec).fleet().loadBalancers() <= 1;
        } catch (RefusedException refused) {
            return false;
        }
    }

    private static int common(Set<String> offering, Collection<String> zones) {
        return (int) zones.stream().filter(offering::contains).count();
    }

    private static NavigableSet<String> without(Collection<String> zones, Set<String> offering) {
        NavigableSet<String> rest = new TreeSet<>(zones);
        rest.removeAll(offering);
        return rest;
    }
}
