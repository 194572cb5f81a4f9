package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many hosts leave together. */
class RollBatchTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 200", "2, 1, 150", "3, 1, 134", "4, 1, 125", "5, 2, 140", "31, 8, 126"})
    void isAQuarterOfTheFleetAtMost(long hosts, long together, long most) {
        RollBatch batch = batch(hosts * 600_000, "nlb", "600000");

        assertEquals(together, batch.hosts());
        assertEquals(most, batch.maxHealthyPercentage(hosts));
    }

    /** By hand: 8 hosts of 600,000 / 900 s = 666.67 a second; 186 units of 800. */
    @Test
    void closesTogetherWhatTheCapacityUnitsOfTheFleetTake() {
        RollBatch batch = batch(31 * 600_000L, "nlb", "600000");

        assertEquals(5_333.3, batch.closed(), 0.1);
        assertEquals(148_800, batch.taken(), 0.1);
    }

    /** By hand: a tenth of 31 hosts of 4 processors, 40 us a handshake. */
    @Test
    void isLimitedByTheProcessorsWhereNoLoadBalancerStands() {
        assertEquals(310_000, batch(31 * 600_000L, "direct", "600000").taken(), 0.1);
    }

    @Test
    void neverClosesMoreThanTheFleetTakes() {
        for (long connections = 10_000; connections <= 600_000; connections += 59_000) {
            for (long hosts = 1; hosts <= 31; hosts++) {
                RollBatch batch = batch(hosts * connections, "nlb", Long.toString(connections));

                assertTrue(batch.closed() <= batch.taken(), hosts + " hosts of " + connections + ": " + batch);
            }
        }
    }

    private static RollBatch batch(long total, String front, String connections) {
        return CapacityPlanner.plan(FleetSpec.of(Map.of(
                        "total",
                        Long.toString(total),
                        "connections",
                        connections,
                        "front",
                        front,
                        "instance-type",
                        "m7g.xlarge")))
                .rollBatch();
    }
}
