package dev.mooring.capacity.plan;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.FleetKey;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.InstanceType;
import dev.mooring.capacity.Offerings;
import dev.mooring.capacity.Place;
import dev.mooring.capacity.cheapest.Comparison;
import dev.mooring.capacity.cheapest.Shape;
import dev.mooring.capacity.cheapest.ShapeRanking;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What {@code --cheapest} is asked: options that say what to hold are taken, those that it chooses are refused. */
final class CheapestRequest {
    private static final Duration MAX_KEEPALIVE = Duration.ofMinutes(30);

    private static final Set<FleetKey> CHOSEN = EnumSet.of(
            FleetKey.INSTANCE_TYPE,
            FleetKey.FRONT,
            FleetKey.TARGET_TYPE,
            FleetKey.TOTAL,
            FleetKey.MAX_HOSTS,
            FleetKey.IDLE_TIMEOUT,
            FleetKey.NOFILE,
            FleetKey.CONNTRACK_MAX);

    private CheapestRequest() {}

    /**
     * Compares what the options ask for.
     *
     * @param file the inputs of the fleet as its file has them
     * @param options that replace some of them
     * @throws RefusedException when an option names what is to be found, or an input cannot be read
     */
    static Comparison of(Map<String, Object> file, Map<FleetKey, Object> options, Place place) {
        for (FleetKey key : options.keySet()) {
            if (CHOSEN.contains(key)) {
                throw RefusedException.of(
                        key.key(),
                        options.getOrDefault(key, ""),
                        "is chosen by",
                        "--cheapest",
                        "leave it out; --connections says how many in all");
            }
        }
        Map<String, Object> fleet = new HashMap<>(file);
        options.forEach(
                (key, value) -> fleet.put(key == FleetKey.CONNECTIONS ? FleetKey.TOTAL.key() : key.key(), value));
        if (options.containsKey(FleetKey.CONNECTIONS)) {
            fleet.remove(FleetKey.MAX_HOSTS.key());
        }
        FleetSpec spec = FleetSpec.of(fleet);
        return Comparison.of(
                spec,
                options.containsKey(FleetKey.KEEPALIVE)
                        ? Optional.of(spec.timing().keepalive())
                        : Optional.empty(),
                options.containsKey(FleetKey.TLS) && spec.ingress().secure(),
                offeredIn(place),
                place.zoneCount());
    }

    /**
     * Other shapes of a fleet, with its keepalive or a long one, the cheapest first; none rests on what nobody has measured
     * unless the fleet does, too.
     */
    static List<Shape> cheaper(CapacityPlan plan, Place place) {
        String risk = Shape.of(plan).unknown();
        return ShapeRanking.of(
                        plan.spec(),
                        Set.of(plan.spec().timing().keepalive(), MAX_KEEPALIVE),
                        offeredIn(place),
                        place.zoneCount())
                .stream()
                .filter(shape -> shape.unknown().isEmpty() || shape.unknown().equals(risk))
                .toList();
    }

    /** A region of which nothing is known has every type. */
    private static Predicate<InstanceType> offeredIn(Place place) {
        Offerings offerings = Offerings.published();
        return place.effectiveRegion()
                .filter(offerings.regions()::contains)
                .<Predicate<InstanceType>>map(region ->
                        type -> offerings.zonesWith(type.name(), region).size() >= Place.MIN_ZONES)
                .orElse(type -> true);
    }
}
