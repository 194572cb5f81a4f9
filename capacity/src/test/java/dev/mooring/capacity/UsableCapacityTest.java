package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsableCapacityTest {
    private static final long SEED = 20261129;

    /** What was measured with two servers of 500 connections, the second started at 400: the first 503 at 592 of 1,000. */
    @Test
    void leavesFortyPercentUnusedWhenOneHostBecomesTwo() {
        assertEquals(0.60, UsableCapacity.atFirstRefusal(1, 0.8, 1, 500), 0.01);
        assertEquals(0.60, UsableCapacity.atFirstRefusal(1, 0.8, 1, 600_000), 0.001);
    }

    @Test
    void leavesTheLessUnusedTheMoreHostsThereWere() {
        assertEquals(0.733, UsableCapacity.atFirstRefusal(2, 0.8, 1, 600_000), 0.002);
        assertEquals(0.900, UsableCapacity.atFirstRefusal(7, 0.8, 1, 600_000), 0.002);
    }

    @Test
    void usesAlmostAllOfLargeHostsThatStartTogether() {
        assertEquals(1, UsableCapacity.of(1, 600_000, false).together(), 0);
        assertTrue(UsableCapacity.of(31, 600_000, false).together() > 0.99);
        assertTrue(UsableCapacity.of(31, 600_000, false).together() < 1);
    }

    @Test
    void usesFourFifthsOfTwoHostsOfWhichTheSecondStartsEarly() {
        assertEquals(0.80, UsableCapacity.of(1, 600_000, false).grown(), 0.001);
    }

    @Test
    void usesNearlyAllWhereFullHostsLeaveTheRotation() {
        assertEquals(0.955, UsableCapacity.of(1, 600_000, true).grown(), 0);
        for (int hosts = 1; hosts < 20; hosts++) {
            assertTrue(UsableCapacity.of(hosts, 600_000, true).grown() >= 0.955, "hosts " + hosts);
        }
    }

    @Test
    void usesAllButThreeHundredthsWhereConnectionsAreMoved() {
        assertEquals(0.97, UsableCapacity.of(1, 600_000, false).moved(), 0.001);
        assertEquals(0.97, UsableCapacity.of(2, 600_000, false).moved(), 0.001);
    }

    /**
     * Banach's matchboxes: when one of two hosts of n is found full, the other has (2n + 1) C(2n, n) / 4^n - 1 places left on
     * average.
     */
    @ParameterizedTest
    @CsvSource({"50, 0.929615", "100, 0.948370", "1000, 0.982652"})
    void agreesWithBanachsMatchboxes(long cap, double share) {
        assertEquals(share, UsableCapacity.atFirstRefusal(2, 0, 0, cap), 2e-5);
    }

    /** By the recursion over the places that are left: f(a, b) = 1 + (f(a - 1, b) + f(a, b - 1)) / 2 for what is not full. */
    @ParameterizedTest
    @CsvSource({"1, 0.8, 100, 0.605000", "1, 0.8, 50, 0.609999", "2, 0.8, 10, 0.706177", "1, 0.8, 10, 0.648511"})
    void countsEachClientBesideAnEmptyHost(long hosts, double load, long cap, double share) {
        assertEquals(share, UsableCapacity.atFirstRefusal(hosts, load, 1, cap), 1.2e-4);
    }

    @Test
    void agreesWithASimulationOfAnyFleet() {
        Random random = new Random(SEED);
        for (int fleet = 0; fleet < 60; fleet++) {
            int hosts = 1 + random.nextInt(12);
            int empty = random.nextInt(2);
            int cap = 100 + random.nextInt(2_000);
            double load = empty == 0 ? 0 : random.nextInt(90) / 100.0;
            double simulated = simulated(random, hosts, load, empty, cap);
            double computed = UsableCapacity.atFirstRefusal(hosts, load, empty, cap);
            String named = hosts + " hosts at " + load + " and " + empty + " empty, cap " + cap + ", seed " + SEED;
            assertEquals(simulated, computed, 0.008, named);
        }
    }

    /** The mean of many fillings, client by client, each to a host at random. */
    private static double simulated(Random random, int hosts, double load, int empty, int cap) {
        int runs = 120;
        long placed = 0;
        for (int run = 0; run < runs; run++) {
            long[] held = new long[hosts + empty];
            for (int host = 0; host < hosts; host++) {
                held[host] = Math.round(load * cap);
                placed += held[host];
            }
            int host = random.nextInt(held.length);
            while (held[host] < cap) {
                held[host]++;
                placed++;
                host = random.nextInt(held.length);
            }
        }
        return placed / (double) runs / ((hosts + empty) * (double) cap);
    }
}
