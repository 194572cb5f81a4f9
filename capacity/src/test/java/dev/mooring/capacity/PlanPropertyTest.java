package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What holds for every plan, tried on fleets from a seeded generator; the message of a failure names the fleet. */
class PlanPropertyTest {
    private static final long SEED = 600_000;
    private static final int FLEETS = 3_000;

    @Test
    void neverExceedsTheMemoryOfTheHost() {
        forEveryPlan(plan -> assertTrue(plan.host().memory().fits(), () -> named(plan)));
    }

    @Test
    void neverExceedsALimit() {
        forEveryPlan(plan -> plan.limits()
                .forEach(limit -> assertTrue(
                        plan.spec().connections() <= limit.connections(), () -> limit.name() + named(plan))));
    }

    @Test
    void keepsEachTimeoutAboveTheOneBelow() {
        forEveryPlan(plan -> {
            TimeoutLadder ladder = plan.host().timeouts();
            assertTrue(ladder.keepalive().multipliedBy(3).compareTo(ladder.idleTimeout()) <= 0, () -> named(plan));
            assertTrue(ladder.deadPeerDetection().compareTo(ladder.idleTimeout()) < 0, () -> named(plan));
            assertTrue(ladder.idleTimeout().compareTo(ladder.trackingTimeout()) < 0, () -> named(plan));
        });
    }

    @Test
    void keepsDescriptorsBelowTheirCeilings() {
        forEveryPlan(plan -> {
            DescriptorBudget descriptors = plan.host().descriptors();
            assertTrue(plan.spec().connections() <= descriptors.nofile() - 1_024, () -> named(plan));
            assertTrue(descriptors.nofile() <= descriptors.nrOpen(), () -> named(plan));
            assertTrue(descriptors.nofile() < descriptors.fileMax(), () -> named(plan));
        });
    }

    @Test
    void grantsThePlannedConnectionsOnTheHostItPlanned() {
        forEveryPlan(plan -> {
            Bytes available = Bytes.of(plan.host().memory().total().count()
                    - plan.host().memory().operatingSystem().count()
                    - plan.host().memory().programs().agent().count());
            GrantedHost host = new GrantedHost(
                    plan.host().descriptors().nofile(),
                    available,
                    plan.host().heap().heap());
            OptionalLong asked = OptionalLong.of(plan.maxConnections());
            assertEquals(
                    Optional.empty(),
                    AdmissionCap.of(asked, host, plan.spec().host().userBytes()).reason(),
                    () -> named(plan));
        });
    }

    @Test
    void readsTheSameFleetBackFromText() {
        forEveryPlan(plan -> assertEquals(
                plan.spec(),
                PlanProperties.parse(PlanProperties.of(plan).text()).spec(),
                () -> named(plan)));
    }

    @Test
    void needsNoLessForMoreConnections() {
        forEveryPlan(plan -> plannedWith(plan, plan.spec().connections() * 11 / 10 + 1)
                .ifPresent(larger -> {
                    assertTrue(
                            larger.host()
                                            .memory()
                                            .used()
                                            .compareTo(plan.host().memory().used())
                                    >= 0,
                            () -> named(plan));
                    assertTrue(
                            larger.host()
                                            .heap()
                                            .heap()
                                            .compareTo(plan.host().heap().heap())
                                    >= 0,
                            () -> named(plan));
                    assertTrue(
                            larger.load().keepalive().cores()
                                    >= plan.load().keepalive().cores(),
                            () -> named(plan));
                    assertTrue(larger.fleet().hosts() <= plan.fleet().hosts(), () -> named(plan));
                }));
    }

    @Test
    void acceptsFewerConnectionsWhereItAcceptsMore() {
        forEveryPlan(plan -> assertTrue(
                plannedWith(plan, Math.max(1, plan.spec().connections() / 2)).isPresent(), () -> named(plan)));
    }

    private static Optional<CapacityPlan> plannedWith(CapacityPlan plan, long connections) {
        Map<String, Object> inputs = new TreeMap<>();
        plan.spec().texts().forEach((key, text) -> inputs.put(key.key(), text));
        inputs.put("connections", connections);
        inputs.remove("max-hosts");
        return planned(inputs);
    }

    private static Optional<CapacityPlan> planned(Map<String, ?> inputs) {
        try {
            return Optional.of(CapacityPlanner.plan(FleetSpec.of(inputs)));
        } catch (RefusedException refused) {
            return Optional.empty();
        }
    }

    private static void forEveryPlan(Consumer<CapacityPlan> check) {
        Random random = new Random(SEED);
        int plans = 0;
        for (int fleet = 0; fleet < FLEETS; fleet++) {
            Optional<CapacityPlan> plan = planned(randomInputs(random));
            plan.ifPresent(check);
            plans += plan.isPresent() ? 1 : 0;
        }
        assertTrue(plans > FLEETS / 20, "only " + plans + " fleets were possible, seed " + SEED);
    }

    private static Map<String, Object> randomInputs(Random random) {
        List<String> types = InstanceCatalog.names();
        int idle = 40 + random.nextInt(1_000);
        Map<String, Object> inputs = new TreeMap<>();
        inputs.put("connections", 1 + random.nextInt(1 << (1 + random.nextInt(21))));
        inputs.put("instance-type", types.get(random.nextInt(types.size())));
        inputs.put("front", random.nextBoolean() ? "nlb" : "direct");
        inputs.put("total", 1 + random.nextInt(10_000_000));
        inputs.put("idle-timeout", idle + "s");
        inputs.put("keepalive", 1 + random.nextInt(idle / 2) + "s");
        inputs.put("pong-timeout", 1 + random.nextInt(60) + "s");
        inputs.put("ports", "8080-" + (8080 + random.nextInt(40)));
        inputs.put("user-bytes", random.nextInt(4_096) + "B");
        return inputs;
    }

    private static String named(CapacityPlan plan) {
        return " seed " + SEED + ", " + plan.spec().texts();
    }
}
