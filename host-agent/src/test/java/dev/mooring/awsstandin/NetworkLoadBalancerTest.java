package dev.mooring.awsstandin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the load balancer on loopback. */
final class NetworkLoadBalancerTest {
    private static final String ADDRESSES = "arn:addresses";
    private static final String INSTANCES = "arn:instances";
    private static final Target TARGET = new Target("10.0.0.1", 8080);

    private final SettableClock clock = new SettableClock();
    private final NetworkLoadBalancer balancer = new NetworkLoadBalancer(clock);

    @BeforeEach
    void addGroups() {
        balancer.add(TargetGroup.ofAddresses(ADDRESSES, Duration.ofMinutes(5)));
        balancer.add(TargetGroup.ofInstances(INSTANCES, Duration.ofMinutes(5)));
        balancer.instance("i-1", "m3.xlarge");
        balancer.instance("i-2", "m7i.xlarge");
    }

    @Test
    void refusesAnInstanceOfAPreviousGeneration() {
        refused(
                "InvalidTarget",
                "The following targets are not supported: i-1 of type m3.xlarge",
                INSTANCES,
                new Target("i-1", 8080));
    }

    @Test
    void takesAnInstanceOfACurrentGeneration() {
        balancer.register(INSTANCES, List.of(new Target("i-2", 8080)));

        assertEquals(1, balancer.health(INSTANCES).size());
    }

    @Test
    void refusesAnInstanceAmongAddresses() {
        refused(
                "ValidationError",
                "The IP address 'i-2' is not a valid IPv4 address",
                ADDRESSES,
                new Target("i-2", 8080));
    }

    @Test
    void countsEveryPortOfAnAddressAsATarget() {
        balancer.register(ADDRESSES, ports(31 * 16));
        balancer.register(ADDRESSES, ports(31 * 16));
        assertEquals(496, balancer.health(ADDRESSES).size());

        AwsRefusal refusal = assertThrows(AwsRefusal.class, () -> balancer.register(ADDRESSES, ports(501)));

        assertEquals("TooManyTargets", refusal.code());
        assertEquals(496, balancer.health(ADDRESSES).size(), "nothing of a refused request is registered");
    }

    @Test
    void goesFromInitialToHealthyToDrainingToGone() {
        balancer.register(ADDRESSES, List.of(TARGET));
        assertEquals("initial", state());
        clock.advance(Duration.ofSeconds(30));
        assertEquals("healthy", state());
        balancer.deregister(ADDRESSES, List.of(TARGET));
        assertEquals("draining", state());
        clock.advance(Duration.ofMinutes(5));
        assertEquals("unused", state());
    }

    @Test
    void refusesADrainingAddressUntilItsDelayEnds() {
        balancer.register(ADDRESSES, List.of(TARGET));
        balancer.deregister(ADDRESSES, List.of(TARGET));
        clock.advance(Duration.ofSeconds(299));
        refused("InvalidTarget", "Target 10.0.0.1:8080 is being deregistered", ADDRESSES, TARGET);

        clock.advance(Duration.ofSeconds(1));
        balancer.register(ADDRESSES, List.of(TARGET));

        assertEquals("initial", state());
    }

    @Test
    void startsNoSecondDelayWhenDeregisteredAgain() {
        balancer.register(ADDRESSES, List.of(TARGET));
        balancer.deregister(ADDRESSES, List.of(TARGET));
        clock.advance(Duration.ofMinutes(4));
        balancer.deregister(ADDRESSES, List.of(TARGET));
        clock.advance(Duration.ofMinutes(1));

        assertEquals("unused", state());
    }

    @Test
    void ignoresTheDeregistrationOfAnUnknownTarget() {
        balancer.deregister(ADDRESSES, List.of(TARGET));

        assertEquals("unused", state());
    }

    @Test
    void hasPortsFor55000ConnectionsToATargetThatSeesItsAddress() {
        balancer.register(ADDRESSES, List.of(TARGET));
        clock.advance(Duration.ofSeconds(30));

        assertEquals(54_999, balancer.connect(ADDRESSES, TARGET, 54_999));
        assertEquals(1, balancer.connect(ADDRESSES, TARGET, 3));
        assertEquals(2, balancer.portAllocationErrors());
    }

    @Test
    void hasNoSuchBoundWhereTheClientAddressIsPreserved() {
        Target target = new Target("i-2", 8080);
        balancer.register(INSTANCES, List.of(target));
        clock.advance(Duration.ofSeconds(30));

        assertEquals(600_000, balancer.connect(INSTANCES, target, 600_000));
        assertEquals(0, balancer.portAllocationErrors());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 500})
    void opensNoConnectionToATargetThatIsNotHealthy(int connections) {
        balancer.healthCheck(target -> false);
        balancer.register(ADDRESSES, List.of(TARGET));
        clock.advance(Duration.ofSeconds(30));

        assertEquals("unhealthy", state());
        assertEquals(0, balancer.connect(ADDRESSES, TARGET, connections));
    }

    private String state() {
        return balancer.health(ADDRESSES, TARGET).state();
    }

    private void refused(String code, String message, String group, Target target) {
        AwsRefusal refusal = assertThrows(AwsRefusal.class, () -> balancer.register(group, List.of(target)));
        assertEquals(code, refusal.code());
        assertEquals(message, refusal.message());
    }

    private static List<Target> ports(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(port -> new Target("10.0.0.9", port))
                .toList();
    }
}
