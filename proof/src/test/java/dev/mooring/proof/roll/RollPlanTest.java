package dev.mooring.proof.roll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RollPlanTest {
    @Test
    void closesConnectionsOverTheWindow() {
        assertEquals(500, new RollPlan(10_000, Duration.ofSeconds(20)).pace());
    }

    @Test
    void givesEachNodeOfTheLoadBalancerAsManyFlowsAsItHasDescriptorsFor() {
        assertEquals(1, new RollPlan(8_000, Duration.ofSeconds(20)).nodes());
        assertEquals(2, new RollPlan(10_000, Duration.ofSeconds(20)).nodes());
    }

    @Test
    void refusesMoreConnectionsThanAProcessHasDescriptorsFor() {
        assertEquals(
                "connections=60000 is outside 1-19000; 10000 shows a roll well",
                assertThrows(RefusedException.class, () -> new RollPlan(60_000, Duration.ofSeconds(20)))
                        .getMessage());
    }

    @Test
    void refusesADrainWithoutTime() {
        assertEquals(
                "drain-window=10ms is less than 1s; 15s shows a roll well",
                assertThrows(RefusedException.class, () -> new RollPlan(1, Duration.ofMillis(10)))
                        .getMessage());
    }

    @Test
    void refusesADrainThatOutlastsTheDeregistration() {
        assertEquals(
                "drain-window=7200s is more than 3600s; 15s shows a roll well",
                assertThrows(RefusedException.class, () -> new RollPlan(1, Duration.ofHours(2)))
                        .getMessage());
    }

    @Test
    void holdsConnectionsThroughTheLongestDrain() {
        assertEquals(Duration.ofMinutes(70), new RollPlan(1, Duration.ofHours(1)).hold());
    }
}
