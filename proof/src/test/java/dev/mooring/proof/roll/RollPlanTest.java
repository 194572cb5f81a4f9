package dev.mooring.proof.roll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.Front;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RollPlanTest {
    private static final Duration WINDOW = Duration.ofSeconds(20);

    @Test
    void waitsAsLongAsTheFrontSendsInItsOwnTime() {
        assertEquals(Duration.ofMinutes(2), new RollPlan(Front.NLB, 2, 5_000, 1, WINDOW, 1).lag());
        assertEquals(Duration.ofSeconds(30), new RollPlan(Front.NLB, 2, 5_000, 1, WINDOW, 4).lag());
        assertEquals(Duration.ofSeconds(30), new RollPlan(Front.DIRECT, 2, 5_000, 1, WINDOW, 4).lag());
    }

    @Test
    void hasAsManyComeInASecondAsMakeThemAllWhileHostsLeave() {
        assertEquals(358, new RollPlan(Front.NLB, 2, 5_000, 100_000, WINDOW, 1).newcomersPerSecond());
    }

    @Test
    void givesEachNodeOfTheLoadBalancerAsManyFlowsAsItHasDescriptorsFor() {
        assertEquals(1, plan(7_900, WINDOW).nodes());
        assertEquals(2, plan(10_000, WINDOW).nodes());
    }

    @Test
    void refusesMoreConnectionsThanAProcessHasDescriptorsFor() {
        assertEquals(
                "connections=60000 is outside 1-19000; 5000 show a roll well",
                assertThrows(RefusedException.class, () -> plan(60_000, WINDOW)).getMessage());
    }

    @Test
    void refusesADrainWithoutTime() {
        assertEquals(
                "drain-window=10ms is less than 1s; 15s shows a roll well",
                assertThrows(RefusedException.class, () -> plan(1, Duration.ofMillis(10)))
                        .getMessage());
    }

    @Test
    void refusesADrainThatOutlastsTheDeregistration() {
        assertEquals(
                "drain-window=7200s is more than 3600s; 15s shows a roll well",
                assertThrows(RefusedException.class, () -> plan(1, Duration.ofHours(2)))
                        .getMessage());
    }

    @Test
    void holdsConnectionsThroughTheLongestDrain() {
        assertEquals(Duration.ofMinutes(144), plan(1, Duration.ofHours(1)).hold());
    }

    private static RollPlan plan(int connections, Duration window) {
        return new RollPlan(Front.NLB, 2, connections, 1, window, 1);
    }
}
