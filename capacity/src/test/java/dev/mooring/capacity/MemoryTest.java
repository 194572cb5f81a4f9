package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final Bytes NOTHING = Bytes.of(0);
    private static final long BUCKETS = 262_144;

    @Test
    void sizesTheHeapFromTheConnections() {
        HeapPlan plan = HeapPlan.of(600_000, NOTHING);
        assertEquals(Bytes.of(76_800_000), plan.live());
        assertEquals(Bytes.of(24_576_000), plan.active());
        assertEquals(Bytes.mebi(160), plan.heap());
    }

    @Test
    void countsTheApplicationsBytesAsLive() {
        assertEquals(
                Bytes.of(676_800_000), HeapPlan.of(600_000, Bytes.of(1_000)).live());
    }

    @Test
    void readsTheHeapRuleBackwards() {
        long within = HeapPlan.connectionsWithin(Bytes.mebi(160), NOTHING);
        assertEquals(Bytes.mebi(160), HeapPlan.of(within, NOTHING).heap());
        assertEquals(Bytes.mebi(176), HeapPlan.of(within + 1, NOTHING).heap());
    }

    @Test
    void carriesNothingInAHeapBelowItsFixedParts() {
        assertEquals(0, HeapPlan.connectionsWithin(Bytes.mebi(16), NOTHING));
    }

    @Test
    void addsUpTheMemoryOfAHost() {
        MemoryBudget budget = MemoryBudget.of(600_000, NOTHING, BUCKETS, Bytes.gibi(15));
        assertEquals(Bytes.mebi(1_472), budget.operatingSystem());
        assertEquals(Bytes.of(2_457_600_000L), budget.kernelSockets());
        assertEquals(Bytes.of(196_608_000), budget.kernelBuffers());
        assertEquals(Bytes.of(194_097_152), budget.conntrack());
        assertEquals(Bytes.mebi(72), budget.programs().jvm());
        assertEquals(Bytes.mebi(160), budget.programs().heap());
        assertEquals(Bytes.mebi(96), budget.programs().agent());
        assertEquals(Bytes.of(4_735_741_952L), budget.used());
        assertEquals(Bytes.of(11_370_385_408L), budget.free());
    }

    @Test
    void findsTheMostConnectionsThatFit() {
        long most = MemoryBudget.mostConnections(NOTHING, BUCKETS, Bytes.gibi(15));
        assertTrue(MemoryBudget.of(most, NOTHING, BUCKETS, Bytes.gibi(15)).fits());
        assertFalse(MemoryBudget.of(most + 1, NOTHING, BUCKETS, Bytes.gibi(15)).fits());
    }

    @Test
    void refusesAPlanThatDoesNotFitInMemory() {
        MemoryBudget budget = MemoryBudget.of(600_000, Bytes.kibi(16), BUCKETS, Bytes.gibi(15));
        assertEquals(
                "connections=600000 need 18.1 GiB, more than memory=15.0 GiB of m3.xlarge;"
                        + " lower connections to 490000 or less, lower user-bytes, or choose a larger type",
                refusal(() -> budget.requireFits(600_000, 490_000, "m3.xlarge")));
        assertEquals(Bytes.of(0), budget.free());
    }

    @Test
    void startsTheServerWithTheHeapOfThePlan() {
        assertEquals(
                List.of(
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseSerialGC",
                        "-Xmn4m",
                        "-XX:MarkSweepDeadRatio=0",
                        "-Xms160m",
                        "-Xmx160m",
                        "-XX:ReservedCodeCacheSize=32m",
                        "-XX:TrimNativeHeapInterval=5000",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"),
                JvmFlags.of(HeapPlan.of(600_000, NOTHING)).flags());
    }

    @Test
    void leavesTheSerialCollectorAboveFourGibibytes() {
        String line = JvmFlags.of(HeapPlan.of(600_000, Bytes.kibi(8))).line();
        assertTrue(line.contains("-XX:+UseG1GC -Xms"), line);
        assertFalse(line.contains("Serial"), line);
    }
}
