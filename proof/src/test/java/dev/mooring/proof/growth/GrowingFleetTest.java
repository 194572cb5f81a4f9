package dev.mooring.proof.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.Growth;
import dev.mooring.capacity.Rotation;
import dev.mooring.proof.growth.GrowingFleet.Setting;
import java.io.IOException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What of the caps of two hosts can be used before the first client is refused, when one host has become two. */
class GrowingFleetTest {
    private static final long CAP = 20_000;
    private static final int SEEDS = 12;

    /** A hundredth of a cap a minute: 6,000 of 600,000. */
    private static final double GROWTH = 0.01;

    /** As it was: the second host starts late, nobody leaves the rotation, nobody is moved. Measured: 59 %. */
    @Test
    void usesThreeFifthsWhereNothingIsDone() throws IOException {
        assertEquals(0.575, least(growth -> new Setting(CAP, false, false, 0.8, growth)), 0.03);
    }

    @Test
    void usesThreeQuartersBehindARandomFrontThatAsksNobody() throws IOException {
        double least = least(growth -> new Setting(CAP, false, false, Growth.OF_ONE, growth));

        assertTrue(least >= 0.75, "least: " + least);
    }

    @Test
    void usesNearlyAllBehindALoadBalancerThatAsks() throws IOException {
        double least = least(growth -> new Setting(CAP, true, false, Growth.OF_ONE, growth));

        assertTrue(least >= 0.95, "least: " + least);
    }

    @Test
    void usesNearlyAllBehindARandomFrontThatAsksNobodyWithTheMove() throws IOException {
        double least = least(growth -> new Setting(CAP, false, true, Growth.OF_ONE, growth));

        assertTrue(least >= 0.95, "least: " + least);
    }

    @Test
    void usesNearlyAllBehindALoadBalancerThatAsksWithTheMove() throws IOException {
        double least = least(growth -> new Setting(CAP, true, true, Growth.OF_ONE, growth));

        assertTrue(least >= 0.95, "least: " + least);
    }

    @Test
    void movesAboutAShareAndNotEverybody() throws IOException {
        try (GrowingFleet fleet = new GrowingFleet(new Setting(CAP, true, true, Growth.OF_ONE, GROWTH), 1)) {
            fleet.fillUntilARefusal();

            assertTrue(fleet.moved() > CAP / 10, "moved: " + fleet.moved());
            assertTrue(fleet.moved() < CAP / 2, "moved: " + fleet.moved());
        }
    }

    /** What is told of a fleet that grows is minutes old, and less than each host holds. */
    @Test
    void movesNobodyInVainWhileTheFleetGrowsFast() throws IOException {
        try (GrowingFleet fleet = new GrowingFleet(new Setting(CAP, false, true, Growth.OF_ONE, 2 * GROWTH), 1)) {
            fleet.fillUntilARefusal();

            assertTrue(fleet.moved() < CAP, "moved: " + fleet.moved());
        }
    }

    /** The longest draining interval is 100 hours, after which the load balancer cuts whom a failing host holds. */
    @Test
    void cutsNobodyOfAHostThatIsFullForWeeks() throws IOException {
        try (GrowingFleet fleet = new GrowingFleet(new Setting(CAP, true, false, Growth.OF_ONE, GROWTH), 1)) {
            fleet.hold(CAP);

            fleet.stand(Rotation.DRAINING_INTERVAL.multipliedBy(5));

            assertEquals(0, fleet.cut());
        }
    }

    /** The least of several fillings, none of which may cut anybody. */
    private static double least(Function<Double, Setting> setting) throws IOException {
        double least = 1;
        for (int seed = 0; seed < SEEDS; seed++) {
            try (GrowingFleet fleet = new GrowingFleet(setting.apply(GROWTH), seed)) {
                least = Math.min(least, fleet.fillUntilARefusal());
                assertEquals(2, fleet.hosts(), "hosts, seed " + seed);
                assertEquals(0, fleet.cut(), "hosts whose connections were cut, seed " + seed);
            }
        }
        return least;
    }
}
