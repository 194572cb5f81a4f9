package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The last value that is taken and the first that is not. */
class BoundaryTest {
    private static final Duration HUNDRED = Duration.ofSeconds(100);

    @Test
    void everyPortOfTcpIsAPort() {
        assertEquals(65_535, new PortRange(1, 65_535).count());
        assertEquals("port=0 is outside 1-65535; choose a port in that range", refusal(() -> new PortRange(0, 1)));
        assertEquals(
                "port=65536 is outside 1-65535; choose a port in that range", refusal(() -> new PortRange(1, 65_536)));
    }

    @Test
    void aRangeContainsItsEnds() {
        PortRange range = new PortRange(8080, 8095);
        assertEquals(
                List.of(false, true, true, false),
                List.of(range.contains(8079), range.contains(8080), range.contains(8095), range.contains(8096)));
    }

    @Test
    void sizesChangeTheirUnitAt1024() {
        assertEquals(
                List.of("0 B", "1023 B", "1.0 KiB", "1024.0 KiB", "1.0 MiB", "1.0 GiB", "2048.0 GiB"),
                List.of(
                        Bytes.of(0).human(),
                        Bytes.of(1_023).human(),
                        Bytes.of(1_024).human(),
                        Bytes.of((1 << 20) - 1).human(),
                        Bytes.mebi(1).human(),
                        Bytes.gibi(1).human(),
                        Bytes.gibi(2_048).human()));
    }

    @Test
    void theIdleTimeoutIsOneThatALoadBalancerTakes() {
        assertDoesNotThrow(() -> ladder(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(60)));
        assertDoesNotThrow(() -> ladder(HUNDRED, HUNDRED, Duration.ofMinutes(100)));
        String rest = " is outside 60s-6000s; a Network Load Balancer takes nothing else";
        assertEquals(
                "idle-timeout=59s" + rest,
                refusal(() -> ladder(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(59))));
        assertEquals("idle-timeout=6001s" + rest, refusal(() -> ladder(HUNDRED, HUNDRED, Duration.ofSeconds(6_001))));
    }

    @Test
    void theTrackingTimeoutIsMoreThanTheIdleTimeout() {
        Duration idle = Duration.ofSeconds(350);
        assertDoesNotThrow(() -> new TimeoutLadder(HUNDRED, HUNDRED, idle, idle.plusSeconds(1)));
        assertTrue(refusal(() -> new TimeoutLadder(HUNDRED, HUNDRED, idle, idle))
                .startsWith("tracking-timeout=350s is not more than idle-timeout=350s; "));
    }

    @Test
    void aDrainTakesFromOneWindowToAnother() {
        assertEquals(Duration.ofMinutes(15), RollPace.of(600_000).drainWindow());
        assertTrue(RollPace.of(2_000_000)
                        .drainWindow()
                        .compareTo(RollPace.of(1_000_000).drainWindow())
                > 0);
    }

    @Test
    void onlyATypeThatForgetsSoonerThanFiveDaysIsWarnedOf() {
        assertFalse(InstanceCatalog.find("m3.xlarge").forgetsSoon());
        assertEquals("m3.xlarge", InstanceCatalog.find("m3.xlarge").toString());
        assertTrue(InstanceCatalog.types().stream().anyMatch(InstanceType::forgetsSoon), "a type of Nitro v6");
    }

    @Test
    void aTypeThatForgetsSoonIsWarnedOfFromItsTimeoutOn() {
        String soon = InstanceCatalog.types().stream()
                .filter(InstanceType::forgetsSoon)
                .map(InstanceType::name)
                .findFirst()
                .orElseThrow();
        Map<String, Object> direct = Map.of("instance-type", soon, "connections", 10_000, "front", "direct");
        assertFalse(mentions(direct, "forgets a tracked connection"));
        assertTrue(
                mentions(with(direct, "keepalive", "350s", "idle-timeout", "1050s"), "forgets a tracked connection"));
        assertFalse(
                mentions(with(direct, "keepalive", "349s", "idle-timeout", "1050s"), "forgets a tracked connection"));
    }

    @Test
    void aPlanSaysWhatItCannotKnowOfItsTypeAndFront() {
        assertTrue(mentions(Map.of(), "m3.xlarge cannot be registered by instance id"));
        assertFalse(mentions(Map.of("proxy-protocol", true), "cannot be registered by instance id"));
        assertFalse(mentions(Map.of("front", "direct"), "cannot be registered by instance id"));
        assertTrue(mentions(Map.of("front", "direct"), "filter with the network ACL"));
        assertFalse(mentions(Map.of(), "filter with the network ACL"));
        assertTrue(mentions(Map.of("instance-type", "t3.large", "connections", 10_000), "earns processor credits"));
        assertFalse(mentions(Map.of(), "earns processor credits"));
        assertTrue(mentions(Map.of(), "AWS publishes no allowance for m3.xlarge"));
        assertFalse(mentions(Map.of("front", "direct"), "AWS publishes no allowance"));
    }

    @Test
    void aRefusalCanBeSaidOfAnotherName() {
        RefusedException held = RefusedException.unavailable("port", 80, "is held by", "another", "stop it");
        assertTrue(held.isUnavailable());
        assertEquals("ports=80 is held by another; stop it", held.named("ports"));
        assertFalse(RefusedException.of("port", 80, "is held by", "another", "stop it")
                .isUnavailable());
    }

    private static void ladder(Duration pong, Duration keepalive, Duration idle) {
        TimeoutLadder.of(keepalive, pong, idle);
    }

    private static boolean mentions(Map<String, ?> inputs, String words) {
        return CapacityPlanner.plan(FleetSpec.of(inputs)).caveats().stream().anyMatch(caveat -> caveat.contains(words));
    }

    private static Map<String, Object> with(
            Map<String, Object> inputs, String key, Object value, String other, Object its) {
        Map<String, Object> more = new HashMap<>(inputs);
        more.put(key, value);
        more.put(other, its);
        return more;
    }
}
