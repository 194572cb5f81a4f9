package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RotationTest {
    @Test
    void leavesRoomForThoseWhoComeUntilTheLoadBalancerHasNoticed() {
        RollPace pace = RollPace.of(600_000);
        long comeMeanwhile = 600_000
                * Rotation.NOTICED_WITHIN.toSeconds()
                / pace.drainWindow().toSeconds();

        assertEquals(573_000, Rotation.of(600_000).fullAt());
        assertTrue(600_000 - Rotation.of(600_000).fullAt() >= comeMeanwhile, comeMeanwhile + " come meanwhile");
    }

    @Test
    void keepsTheSmallestHostInRotationWhileItIsEmpty() {
        for (long cap = 1; cap < 200; cap++) {
            Rotation rotation = Rotation.of(cap);
            assertTrue(rotation.fullAt() >= 1 && rotation.fullAt() <= cap, rotation::toString);
            assertTrue(rotation.freeBelow() >= 1 && rotation.freeBelow() <= rotation.fullAt(), rotation::toString);
        }
    }

    @Test
    void refusesClientsOnTheHealthPort() {
        assertEquals(
                "ports=9001-9016 contains 9001, where hosts answer health checks; choose ports without it",
                Refusals.refusal(() -> CapacityPlanner.plan(FleetSpec.of(Map.of("ports", "9001-9016")))));
        CapacityPlanner.plan(FleetSpec.of(Map.of("ports", "9001-9016", "front", "direct")));
    }
}
