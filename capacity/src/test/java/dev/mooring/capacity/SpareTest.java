package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpareTest {
    private static final long SEED = 20261129;

    @Test
    void addsTheHostsThatMayBeLost() {
        CapacityPlan plan = plan(Map.of("total", 1_200_000, "spare", 1), 2);
        assertEquals(new FleetSize(3, 1, 2, 6, 1), plan.fleet());
        assertEquals(3 * 0.266 * 730, plan.cost().hosts(), 0.005);
    }

    @Test
    void addsWhatTheFullestZoneHolds() {
        assertEquals(
                new FleetSize(4, 2, 2, 8, 1),
                plan(Map.of("total", 1_200_000, "spare", "zone"), 2).fleet());
        assertEquals(
                new FleetSize(3, 1, 3, 6, 1),
                plan(Map.of("total", 1_200_000, "spare", "zone"), 3).fleet());
    }

    @Test
    void saysNothingOfALossThatNobodyPlannedFor() {
        assertEquals(Optional.empty(), plan(Map.of(), 2).recovery());
    }

    @Test
    void tellsWhenAllAreBackAfterTheLossOfAHost() {
        Recovery recovery =
                plan(Map.of("total", 600_000, "spare", 1), 2).recovery().orElseThrow();
        // 300,000 through 16 ports that take 55,000 a minute each.
        assertEquals(
                new Recovery(1, 300_000, 600_000, Rotation.NOTICED_WITHIN, Duration.ofMillis(20_454), 0), recovery);
        assertEquals(Duration.ofMillis(60_454), recovery.within(), "40 s until the load balancer notices");
    }

    @Test
    void addsTheWaitsOfThoseThatMeetAFullHost() {
        Recovery recovery = plan(Map.of("connections", 7_500, "total", 15_000, "spare", 1), 2)
                .recovery()
                .orElseThrow();
        assertEquals(5_000, recovery.returning());
        assertEquals(7_500, recovery.survivorHolds());
        // Two hosts, nobody's room beyond the mean: 2 x 50 x 0.39894 clients too many, ln(0.01 / 39.894) / ln(1 / 2) =
        // 11.96.
        assertEquals(12, recovery.retries());
        assertEquals(recovery.admission().plusSeconds(40 + 30 * 12), recovery.within());
    }

    @Test
    void countsFewerWaitsWhereTheHostsThatAreLeftHaveRoomBeyondTheMean() {
        Recovery recovery = plan(Map.of("connections", 10_000, "total", 29_700, "spare", 1), 2)
                .recovery()
                .orElseThrow();
        // 2,475 clients a host, of which sqrt = 49.75 is the deviation, and room for 2,575: 3 x 49.75 x 0.00826 are too
        // many.
        assertEquals(7_425, recovery.returning());
        assertEquals(9_900, recovery.survivorHolds());
        assertEquals(12, recovery.retries());
    }

    @Test
    void countsEveryHostThatIsLostAtOnce() {
        Recovery recovery = plan(Map.of("connections", 10_000, "total", 30_000, "spare", 2), 2)
                .recovery()
                .orElseThrow();
        // 4,000 clients a host, deviation 63.25: 3 x 63.25 x 0.39894 = 75.69, ln(0.01 / 75.69) / ln(2 / 3) = 22.03.
        assertEquals(2, recovery.lostHosts());
        assertEquals(12_000, recovery.returning());
        assertEquals(10_000, recovery.survivorHolds());
        assertEquals(23, recovery.retries());
    }

    @Test
    void waitsForNoLoadBalancerWhereClientsChooseTheirHost() {
        Recovery recovery = plan(Map.of("total", 600_000, "spare", 1, "front", "direct"), 2)
                .recovery()
                .orElseThrow();
        assertEquals(Duration.ZERO, recovery.notice());
        assertEquals(recovery.admission(), recovery.within());
    }

    @Test
    void refusesMoreHostsThanTheGroupMayHave() {
        assertEquals(
                "max-hosts=1 is less than hosts=2 for total=600000 at connections=600000 and spare=1;"
                        + " raise max-hosts or connections",
                refusal(() -> plan(Map.of("max-hosts", 1, "spare", 1), 2)));
    }

    @Test
    void refusesWhatIsNeitherANumberNorAZone() {
        assertEquals(
                "spare=half is neither a number of hosts from 0 to 1000 nor zone; write one of them",
                refusal(() -> plan(Map.of("spare", "half"), 2)));
    }

    @Test
    void leavesRoomForEverybodyWhateverIsLost() {
        Random random = new Random(SEED);
        for (int fleet = 0; fleet < 2_000; fleet++) {
            int zones = 2 + random.nextInt(4);
            Map<String, Object> inputs = new HashMap<>();
            inputs.put("connections", 1 + random.nextInt(600_000));
            inputs.put("total", 1 + random.nextInt(10_000_000));
            inputs.put("instance-type", "r7g.4xlarge");
            inputs.put("front", "direct");
            inputs.put("spare", random.nextBoolean() ? "zone" : Integer.toString(1 + random.nextInt(4)));
            CapacityPlan plan = plan(inputs, zones);
            FleetSize size = plan.fleet();
            long left = size.hosts() - size.spare();
            String named = inputs + " in " + zones + " zones, seed " + SEED;
            assertTrue(left * plan.maxConnections() >= plan.spec().fleet().total(), named);
            assertTrue(plan.recovery().orElseThrow().survivorHolds() <= plan.maxConnections(), named);
            // One host fewer would not do, or it is not spare.
            long fewer = size.hosts() - 1;
            long lost = plan.spec().fleet().spare().lostOf(fewer, zones);
            assertTrue(
                    (fewer - lost) * plan.maxConnections() < plan.spec().fleet().total(), named);
        }
    }

    /** Clients that choose at random and come again after the longest wait: all are back when the plan says so. */
    @Test
    void bringsEverybodyBackInTime() {
        Random random = new Random(SEED);
        int late = 0;
        int runs = 100;
        for (int run = 0; run < runs; run++) {
            int cap = 1_000 + random.nextInt(9_000);
            int needed = 1 + random.nextInt(5);
            Recovery recovery = plan(Map.of("connections", cap, "total", cap * needed, "spare", 1), 2)
                    .recovery()
                    .orElseThrow();
            if (attempts(random, needed, cap, recovery.returning()) > recovery.retries() + 1) {
                late++;
            }
        }
        assertTrue(late <= 3, late + " of " + runs + " fleets were late, seed " + SEED);
    }

    /** How often the last client tries. */
    private static int attempts(Random random, int hosts, int cap, long returning) {
        long[] held = new long[hosts];
        Arrays.fill(held, cap - returning / hosts);
        held[0] = cap - (returning - returning / hosts * (hosts - 1));
        long outside = returning;
        int rounds = 0;
        while (outside > 0) {
            rounds++;
            for (long client = outside; client > 0; client--) {
                int host = random.nextInt(hosts);
                if (held[host] < cap) {
                    held[host]++;
                    outside--;
                }
            }
        }
        return rounds;
    }

    private static CapacityPlan plan(Map<String, ?> inputs, int zones) {
        return CapacityPlanner.plan(FleetSpec.of(inputs), zones);
    }
}
