package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.PortRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FleetSpecTest {
    @Test
    void defaultsToOnePreviousGenerationHostBehindALoadBalancer() {
        assertEquals(
                new FleetSpec(
                        600_000,
                        InstanceCatalog.find("m3.xlarge"),
                        new Ingress(Front.NLB, TargetType.ADDRESS, Tls.NONE, false),
                        new FleetBounds(600_000, Spare.NONE, OptionalLong.empty(), false),
                        new KeepaliveTiming(Duration.ofSeconds(100), Duration.ofSeconds(20), Duration.ofSeconds(350)),
                        new HostSpec(new PortRange(8080, 8095), Bytes.of(0), 1_000_000, 1_048_576)),
                FleetSpec.defaults());
    }

    @Test
    void takesNumbersAndBooleansOfJson() {
        FleetSpec spec = FleetSpec.of(Map.of("connections", 500_000, "tls", true));
        assertEquals(500_000, spec.connections());
        assertEquals(500_000, spec.fleet().total());
        assertEquals(Tls.BALANCER, spec.ingress().tls());
    }

    @Test
    void readsBackItsOwnTexts() {
        FleetSpec spec =
                FleetSpec.of(Map.of("connections", 1_000_000, "spare", "zone", "max-hosts", 9, "user-bytes", "1KiB"));
        Map<String, String> texts = new HashMap<>();
        spec.texts().forEach((key, text) -> texts.put(key.key(), text));
        assertEquals(spec, FleetSpec.of(texts));
    }

    @Test
    void refusesAnUnknownKey() {
        assertEquals(
                "conections=600000 is not one of the inputs connections, instance-type, front, target-type, tls, proxy-protocol, total,"
                        + " spare, max-hosts, move, keepalive, pong-timeout, idle-timeout, ports, user-bytes, nofile, conntrack-max;"
                        + " correct the name or remove it",
                refusal(() -> FleetSpec.of(Map.of("conections", 600_000))));
    }

    @Test
    void refusesAFractionOfAConnection() {
        assertEquals(
                "connections=1.5 is not a whole number; write digits only, as in 600000",
                refusal(() -> FleetSpec.of(Map.of("connections", 1.5))));
    }

    @Test
    void refusesACountOutsideItsRange() {
        assertEquals(
                "connections=0 is outside 1-1000000000; give a number in that range",
                refusal(() -> FleetSpec.of(Map.of("connections", 0))));
    }

    @Test
    void refusesAListWhereAValueBelongs() {
        assertEquals(
                "ports=[8080] is not a text, a number or a boolean; write a single value",
                refusal(() -> FleetSpec.of(Map.of("ports", List.of(8080)))));
    }

    @Test
    void refusesAnUnknownFront() {
        assertEquals(
                "front=alb is not one of nlb, direct; write one of them",
                refusal(() -> FleetSpec.of(Map.of("front", "alb"))));
    }

    @Test
    void refusesAnotherPlaceForTlsToEnd() {
        assertEquals(
                "tls=yes is not one of true, false, host; write true for TLS at the load balancer, host for TLS on the hosts",
                refusal(() -> FleetSpec.of(Map.of("tls", "yes"))));
    }

    @Test
    void refusesMoreApplicationBytesThanAreReasonable() {
        assertEquals(
                "user-bytes=1GiB is more than 64MiB; give a smaller size",
                refusal(() -> FleetSpec.of(Map.of("user-bytes", "1GiB"))));
    }

    @Test
    void refusesAnUnknownInstanceTypeWithTheKnownOnesOfItsFamily() {
        assertEquals(
                "instance-type=m3.xxlarge is not one of m3.2xlarge, m3.large, m3.medium, m3.xlarge; choose a type that"
                        + " capacity/catalogue lists",
                refusal(() -> FleetSpec.of(Map.of("instance-type", "m3.xxlarge"))));
        assertTrue(refusal(() -> FleetSpec.of(Map.of("instance-type", "z9.large")))
                .startsWith("instance-type=z9.large is not one of the families c3, c5, c6g, "));
        assertTrue(InstanceCatalog.names().containsAll(List.of("m3.xlarge", "m7g.xlarge", "m8i.xlarge")));
    }
}
