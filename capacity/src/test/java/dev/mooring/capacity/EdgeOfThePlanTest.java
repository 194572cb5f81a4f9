package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The largest plan that every rule still takes, and the one beyond it. */
class EdgeOfThePlanTest {
    private static final long SEED = 3_000_000;
    private static final Bytes NOTHING = Bytes.of(0);
    private static final Duration TRACKED = Duration.ofSeconds(700);

    /** A limit that a plan names is the last number that this very plan takes. */
    @Test
    void takesAsManyAsItsNearestLimitAndNotOneMore() {
        Random random = new Random(SEED);
        List<String> types = InstanceCatalog.names();
        int tried = 0;
        for (int fleet = 0; fleet < 300; fleet++) {
            Map<String, Object> inputs = new TreeMap<>();
            inputs.put("instance-type", types.get(random.nextInt(types.size())));
            inputs.put("front", random.nextBoolean() ? "nlb" : "direct");
            inputs.put("connections", 1 + random.nextInt(20_000));
            inputs.put("keepalive", 1 + random.nextInt(100) + "s");
            inputs.put("pong-timeout", "1s");
            inputs.put("user-bytes", random.nextInt(8_192));
            inputs.put("ports", "8080-" + (8080 + random.nextInt(20)));
            inputs.put("nofile", 30_000 + random.nextInt(3_000_000));
            inputs.put("conntrack-max", 100_000 + random.nextInt(4_000_000));
            Optional<CapacityPlan> small = planned(inputs);
            if (small.isPresent()) {
                long most = small.get().bindingLimit().connections();
                inputs.put("connections", most);
                String named = most + " of " + inputs + ", seed " + SEED;
                assertTrue(planned(inputs).isPresent(), named);
                inputs.put("connections", most + 1);
                assertFalse(planned(inputs).isPresent(), named);
                tried++;
            }
        }
        assertTrue(tried > 100, "only " + tried + " fleets were possible, seed " + SEED);
    }

    @Test
    void grantsAllThatTheLowestLimitCarriesAndOneConnectionAtTheLeast() {
        GrantedHost host = new GrantedHost(20_000, Bytes.gibi(13), Bytes.mebi(192));
        assertEquals(
                new AdmissionCap(18_976, "max-connections", Optional.empty()),
                AdmissionCap.of(OptionalLong.of(18_976), host, NOTHING));
        assertEquals(
                Optional.of(
                        "max-connections=18977 is more than nofile=20000 - 1024; lowered to 18976, raise LimitNOFILE"
                                + " to hold more"),
                AdmissionCap.of(OptionalLong.of(18_977), host, NOTHING).reason());
        GrantedHost smallest = new GrantedHost(2, Bytes.gibi(13), Bytes.mebi(192));
        assertEquals(1, AdmissionCap.of(OptionalLong.empty(), smallest, NOTHING).connections());
    }

    @Test
    void lowersTheCapToTheHeapWithTheHeapInItsSentence() {
        GrantedHost host = new GrantedHost(1_000_000, Bytes.gibi(13), Bytes.mebi(96));
        AdmissionCap cap = AdmissionCap.of(OptionalLong.of(900_000), host, NOTHING);
        assertEquals(
                Optional.of("max-connections=900000 is more than heap=96.0 MiB carries; lowered to " + cap.connections()
                        + ", raise -Xmx to hold more"),
                cap.reason());
        GrantedHost tiny = new GrantedHost(1_000_000, Bytes.of(10), Bytes.mebi(96));
        assertEquals(
                "memory-available=10 B carries no connection; use a larger host or lower user-bytes to hold any",
                refusal(() -> AdmissionCap.of(OptionalLong.empty(), tiny, NOTHING)));
    }

    @Test
    void takesAConntrackTableThatIsLargeEnoughOnceLoaded() {
        // The kernel makes 819,200 of it, which is just enough for 602,931.
        assertEquals(819_200, ConntrackBudget.of(815_105, 602_931, TRACKED).max());
        assertThrows(RefusedException.class, () -> ConntrackBudget.of(815_104, 602_931, TRACKED));
        assertThrows(RefusedException.class, () -> ConntrackBudget.of(819_200, 602_932, TRACKED));
        assertEquals(0, new ConntrackBudget(65_536, 16_384, TRACKED).connectionsWithin());
        assertEquals(0, new ConntrackBudget(40_960, 10_240, TRACKED).connectionsWithin());
        assertEquals(8, new ConntrackBudget(65_546, 16_384, TRACKED).connectionsWithin());
        // 1.25 x 1625292 + 65536 is 2^21 - 1.
        assertEquals(1L << 21, ConntrackBudget.maxFor(1_625_292));
        assertEquals(1L << 22, ConntrackBudget.maxFor(1_625_293));
    }

    @Test
    void takesTheLargestNumberOfFilesThatAKernelGrants() {
        DescriptorBudget largest = DescriptorBudget.of(1_073_741_816, 600_000);
        assertEquals(1_073_741_816, largest.nrOpen());
        assertEquals(1_073_741_816, largest.connectionsWithinFileMax());
    }

    @Test
    void takesTheLargestCountAndSize() {
        assertEquals(
                1_000_000_000,
                FleetSpec.of(Map.of("total", 1_000_000_000)).fleet().total());
        assertEquals(
                "total=1000000001 is outside 1-1000000000; give a number in that range",
                refusal(() -> FleetSpec.of(Map.of("total", 1_000_000_001))));
        assertEquals(1, FleetSpec.of(Map.of("total", 1)).fleet().total());
        assertEquals(
                Bytes.mebi(64),
                FleetSpec.of(Map.of("user-bytes", "64MiB")).host().userBytes());
    }

    @Test
    void readsTheLargestSizeInAnyUnit() {
        assertEquals(8_589_934_591L << 30, Bytes.parse("size", "8589934591GiB").count());
        assertEquals(
                "size=8589934592B is more than 8589934591; give a smaller number or another unit",
                refusal(() -> Bytes.parse("size", "8589934592B")));
    }

    @Test
    void spreadsAFleetOverTheZonesThatAreNamedOrTwo() {
        Optional<String> region = Optional.of("us-east-1");
        assertEquals(2, new Place(region, List.of()).zoneCount());
        assertEquals(3, new Place(region, List.of("us-east-1a", "us-east-1b", "us-east-1c")).zoneCount());
    }

    @Test
    void takesAGroupOfJustTheHostsThatAreNeeded() {
        assertEquals(
                2,
                CapacityPlanner.plan(FleetSpec.of(Map.of("total", 1_200_000, "max-hosts", 2)))
                        .fleet()
                        .maxHosts());
    }

    @Test
    void takesUpToAThousandSpareHosts() {
        assertEquals(
                new Spare(1_000, false),
                FleetSpec.of(Map.of("spare", 1_000)).fleet().spare());
        assertEquals(
                "spare=1001 is neither a number of hosts from 0 to 1000 nor zone; write one of them",
                refusal(() -> FleetSpec.of(Map.of("spare", 1_001))));
        assertEquals(
                List.of("one host", "2 hosts", "one zone"),
                List.of(
                        new Spare(1, false).described(),
                        new Spare(2, false).described(),
                        new Spare(0, true).described()));
    }

    @Test
    void takesTheSerialCollectorUpToFourGibibytes() {
        assertTrue(flags(Bytes.gibi(4)).contains("-XX:+UseSerialGC"));
        assertTrue(flags(Bytes.of((4L << 30) + 1)).contains("-XX:+UseG1GC"));
        assertTrue(flags(Bytes.gibi(4)).contains("-Xmx4096m"));
    }

    @Test
    void fillsTheMemoryToItsLastByte() {
        MemoryBudget some = MemoryBudget.of(100_000, NOTHING, 262_144, Bytes.gibi(4));
        MemoryBudget full = new MemoryBudget(
                some.used(),
                some.operatingSystem(),
                some.kernelSockets(),
                some.kernelBuffers(),
                some.conntrack(),
                new ProgramMemory(
                        some.programs().jvm(),
                        some.programs().heap(),
                        some.programs().agent()));
        assertTrue(full.fits());
        assertEquals(NOTHING, full.free());
        assertDoesNotThrow(() -> full.requireFits(100_000, 100_000, "any"));
    }

    @Test
    void usesEveryPortAndEveryTarget() {
        assertDoesNotThrow(() -> PortBudget.of(Front.NLB, TargetType.ADDRESS, 2).requireCarries(110_000));
        assertThrows(
                RefusedException.class,
                () -> PortBudget.of(Front.NLB, TargetType.ADDRESS, 2).requireCarries(110_001));
        assertDoesNotThrow(
                () -> PortBudget.of(Front.NLB, TargetType.ADDRESS, 500).requireCarries(600_000));
        assertDoesNotThrow(
                () -> PortBudget.of(Front.DIRECT, TargetType.ADDRESS, 501).requireCarries(60_000_000));
    }

    @Test
    void drainsFromTheShortestWindowToTheLongest() {
        // 667 a second: 15 minutes hold 600,300, 53 minutes 2,121,060.
        assertEquals(Duration.ofMinutes(15), RollPace.of(600_300).drainWindow());
        assertEquals(Duration.ofSeconds(901), RollPace.of(600_301).drainWindow());
        assertEquals(Duration.ofMinutes(53), RollPace.of(2_121_060).drainWindow());
        assertEquals(Duration.ofMinutes(53), RollPace.of(2_121_061).drainWindow());
        assertEquals(
                Duration.ofMinutes(53).minusSeconds(1), RollPace.of(2_120_393).drainWindow());
        assertEquals(Duration.ofHours(1), RollPace.of(9_000_000).deregistrationDelay());
    }

    @Test
    void keepsTheLadderWhereTwoRungsAreEqual() {
        Duration hundred = Duration.ofSeconds(100);
        assertEquals(
                new TimeoutLadder(hundred, hundred, Duration.ofMinutes(5), Duration.ofMinutes(10)),
                TimeoutLadder.of(hundred, hundred, Duration.ofMinutes(5)));
        assertEquals(Duration.ofSeconds(116), TimeoutLadder.longestKeepalive(Duration.ofSeconds(350)));
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            String value = "=" + none.toSeconds() + "s is not more than 0s; give a positive duration";
            assertEquals("keepalive" + value, refusal(() -> TimeoutLadder.of(none, hundred, hundred)));
            assertEquals("pong-timeout" + value, refusal(() -> TimeoutLadder.of(hundred, none, hundred)));
        }
    }

    @Test
    void givesAShapeTheTimeoutsThatItsKeepaliveAllows() {
        InstanceType type = InstanceCatalog.find("m7g.xlarge");
        FleetSpec base = FleetSpec.of(Map.of("max-hosts", 7, "proxy-protocol", true, "total", 2_000_000));
        FleetSpec shaped = base.shaped(type, Front.NLB, Duration.ofSeconds(10), 900_000);
        assertEquals(Duration.ofSeconds(10), shaped.timing().pongTimeout());
        assertEquals(Duration.ofSeconds(350), shaped.timing().idleTimeout());
        assertEquals(OptionalLong.empty(), shaped.fleet().maxHosts());
        assertEquals(
                List.of(900_000L, 2_000_000L),
                List.of(shaped.connections(), shaped.fleet().total()));
        assertEquals(DescriptorBudget.nofileFor(900_000), shaped.host().nofile());
        assertEquals(ConntrackBudget.maxFor(900_000), shaped.host().conntrackMax());
        assertTrue(shaped.ingress().proxyProtocol());
        FleetSpec direct = base.shaped(type, Front.DIRECT, Duration.ofSeconds(117), 1);
        assertFalse(direct.ingress().proxyProtocol(), "nobody sends the header");
        assertEquals(Duration.ofSeconds(351), direct.timing().idleTimeout());
        assertEquals(Duration.ofSeconds(20), direct.timing().pongTimeout());
        FleetSpec tls = base.holding(2_000_000, Tls.BALANCER).shaped(type, Front.NLB, Duration.ofSeconds(200), 1);
        assertEquals(Duration.ofSeconds(350), tls.timing().idleTimeout(), "a TLS listener has no other");
        FleetSpec plain = FleetSpec.defaults().shaped(type, Front.NLB, Duration.ofSeconds(20), 1);
        assertFalse(plain.ingress().proxyProtocol());
        assertEquals(Duration.ofSeconds(20), plain.timing().pongTimeout());
    }

    private static List<String> flags(Bytes heap) {
        return JvmFlags.of(new HeapPlan(NOTHING, NOTHING, Bytes.mebi(4), heap)).flags();
    }

    private static Optional<CapacityPlan> planned(Map<String, ?> inputs) {
        try {
            return Optional.of(CapacityPlanner.plan(FleetSpec.of(inputs)));
        } catch (RefusedException refused) {
            return Optional.empty();
        }
    }
}
