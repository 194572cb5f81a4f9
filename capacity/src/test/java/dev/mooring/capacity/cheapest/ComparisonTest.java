package dev.mooring.capacity.cheapest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.Bill;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Front;
import dev.mooring.capacity.InstanceType;
import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.capacity.Tls;
import dev.mooring.capacity.price.Rival;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shapes of a fleet on few types, each beside what the plan says of it. */
class ComparisonTest {
    private static final Duration KEEPALIVE = Duration.ofSeconds(100);
    private static final Set<String> FEW = Set.of("m3.xlarge", "t4g.small", "t4g.medium", "m7i-flex.large");

    @Test
    void ranksEveryTypeAndFrontThatTheKeepaliveAllowsByItsBill() {
        List<Shape> shapes = compared(Map.of(), false).plain();
        Set<String> found = new HashSet<>();
        for (Shape shape : shapes) {
            assertTrue(
                    found.add(shape.spec().instance() + " "
                            + shape.spec().ingress().front()),
                    () -> "twice: " + shape);
            assertEquals(600_000, shape.spec().fleet().total());
            assertEquals(KEEPALIVE, shape.spec().timing().keepalive());
            CapacityPlan plan = CapacityPlanner.plan(shape.spec(), 2);
            assertEquals(new Shape(plan.spec(), plan.fleet(), plan.cost()), shape);
        }
        assertEquals(FEW.size() * 2, shapes.size());
        assertEquals(
                shapes.stream().map(Shape::bill).map(Bill::total).sorted().toList(),
                shapes.stream().map(Shape::bill).map(Bill::total).toList());
    }

    /** One host fewer would have to hold more than a host of this type may. */
    @Test
    void takesTheFewestHostsThatHoldAll() {
        for (Shape shape : compared(Map.of("total", 5_000_000), false).plain()) {
            FleetSpec spec = shape.spec();
            long hosts = shape.fleet().hosts();
            assertEquals(Math.ceilDiv(5_000_000, hosts), spec.connections(), () -> "spread evenly: " + shape);
            assertTrue(hosts > 1, () -> "no host has held so many: " + shape);
            long perHost = Math.ceilDiv(5_000_000, hosts - 1);
            assertTrue(
                    perHost > MeasuredCosts.CONNECTIONS_PROVEN || !isPlanned(spec, perHost),
                    () -> "one host fewer would do: " + shape);
        }
    }

    @Test
    void leavesOutATypeThatHoldsNobody() {
        Comparison none = Comparison.of(
                FleetSpec.of(Map.of("user-bytes", "64MiB")),
                Optional.of(Duration.ofNanos(20_000)),
                false,
                type -> type.name().equals("t4g.small"),
                2);
        assertEquals(List.of(), none.plain());
    }

    @Test
    void looksAtTheUsualKeepalivesAndThatOfTheFleet() {
        FleetSpec fleet = FleetSpec.of(Map.of("keepalive", "42s"));
        Comparison comparison = Comparison.of(fleet, Optional.empty(), false, ComparisonTest::isOffered, 2);
        Set<Duration> keepalives = new HashSet<>();
        comparison.plain().forEach(shape -> keepalives.add(shape.spec().timing().keepalive()));
        assertEquals(
                Set.of(
                        Duration.ofSeconds(42),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(100),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30)),
                keepalives);
        assertEquals(Duration.ofSeconds(42), comparison.keepalive());
        assertEquals(600_000, comparison.connections());
        assertEquals(Rival.holding(600_000, Duration.ofSeconds(42)), comparison.rivals());
    }

    @Test
    void endsTlsOnTheHostsOfBothFrontsAndAtALoadBalancer() {
        Comparison both = compared(Map.of(), false);
        assertEquals(both.plain(), both.mainShapes());
        assertEquals(
                Set.of(Front.NLB, Front.DIRECT),
                both.hostTls().stream()
                        .map(shape -> shape.spec().ingress().front())
                        .collect(Collectors.toSet()));
        both.hostTls()
                .forEach(shape -> assertEquals(Tls.HOST, shape.spec().ingress().tls()));
        assertFalse(both.balancerTls().isEmpty());
        both.balancerTls().forEach(shape -> {
            assertEquals(Front.NLB, shape.spec().ingress().front());
            assertEquals(Tls.BALANCER, shape.spec().ingress().tls());
        });
        Comparison tls = compared(Map.of(), true);
        assertEquals(List.of(), tls.plain());
        assertEquals(both.hostTls(), tls.mainShapes());
    }

    @Test
    void endsTlsOnTheHostsForNoMoreThanAtTheLoadBalancer() {
        Comparison both = compared(Map.of(), false);

        assertTrue(both.hostTls().getFirst().bill().total()
                < both.balancerTls().getFirst().bill().total());
    }

    @Test
    void showsTheFleetAsDescribedWhereItHoldsSoMany() {
        CapacityPlan plan = CapacityPlanner.plan(FleetSpec.defaults(), 3);
        Comparison three = Comparison.of(FleetSpec.defaults(), Optional.of(KEEPALIVE), false, type -> false, 3);
        assertEquals(Optional.of(new Shape(plan.spec(), plan.fleet(), plan.cost())), three.asked());
        assertEquals(3, three.asked().orElseThrow().fleet().zones());
        assertEquals(
                Optional.empty(),
                compared(Map.of("connections", 5_000_000), false).asked());
    }

    @Test
    void findsTheCheapestOfEachFrontAndKeepalive() {
        List<Shape> shapes = compared(Map.of(), false).plain();
        for (Front front : Front.values()) {
            Shape expected = shapes.stream()
                    .filter(shape -> shape.spec().ingress().front() == front)
                    .min(Comparator.comparingDouble(shape -> shape.bill().total()))
                    .orElseThrow();
            assertEquals(Optional.of(expected), Comparison.cheapest(shapes, front, KEEPALIVE));
        }
        assertEquals(Optional.empty(), Comparison.cheapest(shapes, Front.NLB, Duration.ofSeconds(99)));
        List<Shape> each = new ArrayList<>(Comparison.cheapestOfEach(shapes));
        assertEquals(2, each.size());
        assertEquals(shapes.getFirst(), each.getFirst());
        assertEquals(Front.NLB, each.getLast().spec().ingress().front());
    }

    @Test
    void saysWhatNobodyHasMeasuredOfAShape() {
        assertEquals("tracking allowance unknown", unknown("m3.xlarge", "nlb"));
        assertEquals("", unknown("m3.xlarge", "direct"));
        assertEquals("", unknown("m7i-flex.large", "nlb"));
        assertEquals("tracking allowance unknown", unknown("t4g.medium", "nlb"));
        assertEquals("earns processor credits", unknown("t4g.medium", "direct"));
    }

    private static String unknown(String type, String front) {
        FleetSpec spec = FleetSpec.of(Map.of("instance-type", type, "front", front, "connections", 10_000));
        return Shape.of(CapacityPlanner.plan(spec)).unknown();
    }

    private static boolean isOffered(InstanceType type) {
        return FEW.contains(type.name());
    }

    private static boolean isPlanned(FleetSpec spec, long perHost) {
        try {
            CapacityPlanner.plan(
                    spec.shaped(
                            spec.instance(),
                            spec.ingress().front(),
                            spec.timing().keepalive(),
                            perHost),
                    2);
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }

    private static Comparison compared(Map<String, ?> fleet, boolean tlsOnly) {
        return Comparison.of(FleetSpec.of(fleet), Optional.of(KEEPALIVE), tlsOnly, ComparisonTest::isOffered, 2);
    }
}
