package dev.mooring.capacity.cheapest;

import dev.mooring.capacity.Bisection;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Front;
import dev.mooring.capacity.InstanceCatalog;
import dev.mooring.capacity.InstanceType;
import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All shapes that hold the connections of a fleet, the cheapest first: every type, front and keepalive that the plan allows,
 * each with the fewest hosts, since no part of a bill falls with more of them. No host gets more than a recorded run has
 * held.
 *
 * <p>Some hundred thousand plans, a second of one processor.
 */
public final class ShapeRanking {
    /** By the bill; of the same bill the first by name. */
    private static final Comparator<Shape> CHEAPEST_FIRST = Comparator.<Shape>comparingDouble(
                    shape -> shape.bill().total())
            .thenComparing(shape -> shape.spec().instance().name());

    private final FleetSpec base;
    private final int zones;

    private ShapeRanking(FleetSpec base, int zones) {
        this.base = base;
        this.zones = zones;
    }

    /**
     * Ranks the shapes of a fleet.
     *
     * @param base says what is held: connections in all, TLS, spare hosts, and what the application keeps of each
     * @param offered whether a type can be had
     * @param zones over which the hosts are spread
     */
    public static List<Shape> of(
            FleetSpec base, Collection<Duration> keepalives, Predicate<InstanceType> offered, int zones) {
        ShapeRanking ranking = new ShapeRanking(base, zones);
        return InstanceCatalog.types().stream()
                .filter(offered)
                .flatMap(type -> Stream.of(Front.values())
                        .flatMap(front -> Set.copyOf(keepalives).stream()
                                .flatMap(keepalive -> ranking.shape(type, front, keepalive).stream())))
                .sorted(CHEAPEST_FIRST)
                .toList();
    }

    private Optional<Shape> shape(InstanceType type, Front front, Duration keepalive) {
        long most = most(type, front, keepalive);
        if (most == 0) {
            return Optional.empty();
        }
        long hosts = Math.ceilDiv(base.fleet().total(), most);
        return planned(type, front, keepalive, Math.ceilDiv(base.fleet().total(), hosts))
                .map(Shape::of);
    }

    /** The most connections that a host of this type may have. */
    private long most(InstanceType type, Front front, Duration keepalive) {
        long wanted = Math.min(base.fleet().total(), MeasuredCosts.CONNECTIONS_PROVEN);
        return planned(type, front, keepalive, wanted).isPresent()
                ? wanted
                : Bisection.largest(
                        wanted - 1,
                        perHost -> planned(type, front, keepalive, perHost).isPresent());
    }

    private Optional<CapacityPlan> planned(InstanceType type, Front front, Duration keepalive, long perHost) {
        try {
            return Optional.of(CapacityPlanner.plan(base.shaped(type, front, keepalive, perHost), zones));
        } catch (RefusedException refused) {
            return Optional.empty();
        }
    }
}
