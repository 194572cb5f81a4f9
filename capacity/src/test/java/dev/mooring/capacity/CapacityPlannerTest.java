package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CapacityPlannerTest {
    @Test
    void namesTheLimitThatIsHitFirst() {
        Limit binding = plan(Map.of()).bindingLimit();
        assertEquals("nf_conntrack_max", binding.name());
        assertEquals(786_432, binding.connections());
    }

    @Test
    void bindsByPortsOnceTheConntrackTableIsLarger() {
        Limit binding = plan(Map.of("conntrack-max", 2_097_152)).bindingLimit();
        assertEquals(new Limit("ports x 55000", 880_000, "add ports"), binding);
    }

    @Test
    void bindsByMemoryWhereTheApplicationKeepsMuch() {
        assertEquals(
                "memory", plan(Map.of("user-bytes", "10KiB")).bindingLimit().name());
    }

    @Test
    void ordersAllLimitsFromTheNearest() {
        assertEquals(
                List.of(
                        "nf_conntrack_max",
                        "ports x 55000",
                        "nofile",
                        "fs.file-max",
                        "fs.nr_open",
                        "memory",
                        "ping CPU"),
                plan(Map.of()).limits().stream().map(Limit::name).toList());
    }

    @Test
    void countsHostsAndLoadBalancersOfAFleet() {
        assertEquals(
                new FleetSize(17, 0, 2, 34, 2),
                plan(Map.of("total", 10_000_000)).fleet());
        assertEquals(
                new FleetSize(17, 0, 2, 20, 1),
                plan(Map.of("total", 10_000_000, "max-hosts", 20)).fleet());
    }

    @Test
    void setsTheInterfacesTrackingTimeoutOnNitroOnly() {
        assertEquals(
                Optional.of(Duration.ofSeconds(700)),
                plan(Map.of("instance-type", "m8i.xlarge")).interfaceTrackingTimeout());
        assertEquals(Optional.empty(), plan(Map.of()).interfaceTrackingTimeout());
    }

    @Test
    void saysWhatIsNotKnownAboutTracking() {
        assertEquals(
                "Security groups track every connection through a load balancer. AWS publishes no allowance for"
                        + " m3.xlarge; prove it on an account, or use front=direct.",
                plan(Map.of()).caveats().getFirst());
    }

    @Test
    void refusesMoreConnectionsThanTheMeasuredTrackingAllowance() {
        assertEquals(
                "connections=600000 is more than security group tracking=69261;"
                        + " lower connections, or use front=direct, or more or larger hosts",
                refusal(() -> plan(Map.of("instance-type", "m7i-flex.large"))));
    }

    @Test
    void plansTheSameTypeWithoutALoadBalancer() {
        assertEquals(
                PortBudget.Mode.NONE,
                plan(Map.of("instance-type", "m7i-flex.large", "front", "direct"))
                        .host()
                        .ports()
                        .mode());
    }

    @Test
    void refusesFewerHostsThanTheConnectionsNeed() {
        assertEquals(
                "max-hosts=3 is less than hosts=9 for total=5000000 at connections=600000;"
                        + " raise max-hosts or connections",
                refusal(() -> plan(Map.of("total", 5_000_000, "max-hosts", 3))));
    }

    @Test
    void refusesPingsThatTakeMoreThanHalfOfTheProcessors() {
        assertEquals(
                "connections=600000 is more than ping CPU=166666; lower connections, or raise keepalive above 1s",
                refusal(() -> plan(Map.of("keepalive", "1s", "pong-timeout", "1s"))));
    }

    @Test
    void refusesAPlanThatDoesNotFitInMemory() {
        String refusal = refusal(() -> plan(Map.of("user-bytes", "20KiB")));
        assertEquals(
                "connections=600000 need 21.6 GiB, more than memory=15.0 GiB of m3.xlarge;"
                        + " lower connections to 402181 or less, lower user-bytes, or choose a larger type",
                refusal);
    }

    @Test
    void refusesTlsOfALoadBalancerThatIsNotThere() {
        assertEquals(
                "tls=true needs front=nlb; set tls=host, and the server ends TLS itself",
                refusal(() -> plan(Map.of("tls", true, "front", "direct"))));
    }

    @Test
    void refusesAProxyHeaderThatNobodyWouldSend() {
        assertEquals(
                "proxy-protocol=true needs front=nlb; leave it out: clients that come directly show their address",
                refusal(() -> plan(Map.of("proxy-protocol", true, "front", "direct"))));
    }

    @Test
    void plansTheHeapOfTheAddressesThatAreTold() {
        assertEquals(
                plan(Map.of("user-bytes", "1072B")).host().heap(),
                plan(Map.of("user-bytes", "1KiB", "proxy-protocol", true))
                        .host()
                        .heap());
    }

    @Test
    void refusesAnotherIdleTimeoutWithTls() {
        assertEquals(
                "idle-timeout=660s is not the fixed 350s of a TLS listener; set idle-timeout=350s or tls=false",
                refusal(() -> plan(Map.of("tls", true, "idle-timeout", "660s"))));
    }

    private static CapacityPlan plan(Map<String, ?> inputs) {
        return CapacityPlanner.plan(FleetSpec.of(inputs));
    }
}
