package dev.mooring.capacity.cheapest;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Front;
import dev.mooring.capacity.InstanceType;
import dev.mooring.capacity.Tls;
import dev.mooring.capacity.price.Rival;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What it costs to hold the connections: the fleet as it is described, every shape, and what others charge.
 *
 * @param fleet what was asked for; it holds {@code total} connections
 * @param asked the fleet as described, where it holds so many
 * @param plain shapes for ws://, the cheapest first; empty when only TLS was asked for
 * @param hostTls shapes whose hosts end TLS, for wss://, the cheapest first
 * @param balancerTls shapes whose load balancer does, the cheapest first
 * @param rivals at the keepalive of the fleet; all of them include TLS
 */
public record Comparison(
        FleetSpec fleet,
        Optional<Shape> asked,
        List<Shape> plain,
        List<Shape> hostTls,
        List<Shape> balancerTls,
        List<Rival> rivals) {
    /** The keepalives that are compared unless one is named. */
    private static final List<Duration> KEEPALIVES =
            List.of(Duration.ofMinutes(1), Duration.ofSeconds(100), Duration.ofMinutes(5), Duration.ofMinutes(30));

    public Comparison {
        plain = List.copyOf(plain);
        hostTls = List.copyOf(hostTls);
        balancerTls = List.copyOf(balancerTls);
        rivals = List.copyOf(rivals);
    }

    /**
     * Compares.
     *
     * @param fleet which holds {@code total} connections
     * @param keepalive the only one to consider; empty for that of the fleet and the usual ones
     * @param tlsOnly whether plain connections are out of the question
     */
    public static Comparison of(
            FleetSpec fleet,
            Optional<Duration> keepalive,
            boolean tlsOnly,
            Predicate<InstanceType> offered,
            int zones) {
        Collection<Duration> keepalives = keepalive
                .<Collection<Duration>>map(List::of)
                .orElseGet(() -> keepalives(fleet.timing().keepalive()));
        return new Comparison(
                fleet,
                asked(fleet, zones),
                tlsOnly ? List.of() : ranked(fleet, Tls.NONE, keepalives, offered, zones),
                ranked(fleet, Tls.HOST, keepalives, offered, zones),
                ranked(fleet, Tls.BALANCER, keepalives, offered, zones),
                Rival.holding(fleet.fleet().total(), fleet.timing().keepalive()));
    }

    /** Connections in all. */
    public long connections() {
        return fleet.fleet().total();
    }

    /** The keepalive of the fleet, at which the types are compared. */
    public Duration keepalive() {
        return fleet.timing().keepalive();
    }

    /** Those that were asked for first: without TLS, unless only TLS was asked for; then on the hosts, which is never dearer. */
    public List<Shape> mainShapes() {
        return plain.isEmpty() ? hostTls : plain;
    }

    /** The cheapest of these shapes with this front and keepalive. */
    public static Optional<Shape> cheapest(List<Shape> shapes, Front front, Duration keepalive) {
        return shapes.stream()
                .filter(shape -> shape.spec().ingress().front() == front
                        && shape.spec().timing().keepalive().equals(keepalive))
                .findFirst();
    }

    /** The cheapest type for each front and keepalive, the cheapest first. */
    public static List<Shape> cheapestOfEach(List<Shape> shapes) {
        return shapes.stream()
                .filter(shape -> cheapest(
                                shapes,
                                shape.spec().ingress().front(),
                                shape.spec().timing().keepalive())
                        .filter(shape::equals)
                        .isPresent())
                .toList();
    }

    private static List<Shape> ranked(
            FleetSpec fleet, Tls tls, Collection<Duration> keepalives, Predicate<InstanceType> offered, int zones) {
        return ShapeRanking.of(fleet.holding(fleet.fleet().total(), tls), keepalives, offered, zones);
    }

    private static SortedSet<Duration> keepalives(Duration own) {
        SortedSet<Duration> all = new TreeSet<>(KEEPALIVES);
        all.add(own);
        return all;
    }

    private static Optional<Shape> asked(FleetSpec fleet, int zones) {
        try {
            return Optional.of(Shape.of(CapacityPlanner.plan(fleet, zones)));
        } catch (RefusedException refused) {
            return Optional.empty();
        }
    }
}
