package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostTablesTest {
    @Test
    void keepsTheKernelsDescriptorCeilingWhereItSuffices() {
        assertEquals(new DescriptorBudget(1_000_000, 1_048_576, 1_100_000), DescriptorBudget.of(1_000_000, 600_000));
    }

    @Test
    void raisesTheDescriptorCeilingToAPowerOfTwo() {
        assertEquals(2_097_152, DescriptorBudget.of(1_048_577, 1_000_000).nrOpen());
        assertEquals(1_048_576, DescriptorBudget.of(1_048_576, 1_000_000).nrOpen());
    }

    @Test
    void leavesTheSystemAQuarterMoreDescriptorsThanConnections() {
        assertEquals(2_600_000, DescriptorBudget.of(2_100_000, 2_000_000).fileMax());
    }

    @Test
    void plansMoreDescriptorsOnlyWhereTheDefaultIsTooLow() {
        assertEquals(1_000_000, DescriptorBudget.nofileFor(600_000));
        assertEquals(1_065_536, DescriptorBudget.nofileFor(1_000_000));
    }

    @Test
    void refusesDescriptorsWithoutTheReserve() {
        assertEquals(
                "nofile=65536 is less than connections=600000 + reserve=1024; raise nofile or lower connections",
                refusal(() -> DescriptorBudget.of(65_536, 600_000)));
        assertTrue(refusal(() -> DescriptorBudget.of(601_023, 600_000)).startsWith("nofile=601023 is less than"));
        assertEquals(601_024, DescriptorBudget.of(601_024, 600_000).nofile());
    }

    @Test
    void refusesDescriptorsAboveTheKernelsBound() {
        assertEquals(
                "nofile=1073741817 is more than the kernel's largest fs.nr_open=1073741816; lower it",
                refusal(() -> DescriptorBudget.of(1_073_741_817, 600_000)));
    }

    @Test
    void sizesTheConntrackTableForAQuarterMoreThanTheConnections() {
        assertEquals(815_536, ConntrackBudget.entriesFor(600_000));
        assertEquals(1_048_576, ConntrackBudget.maxFor(600_000));
        assertEquals(2_097_152, ConntrackBudget.maxFor(1_000_000));
    }

    @Test
    void givesTheConntrackTableABucketForFourEntries() {
        ConntrackBudget budget = ConntrackBudget.of(1_048_576, 600_000, Duration.ofSeconds(700));
        assertEquals(262_144, budget.buckets());
        assertEquals(786_432, budget.connectionsWithin());
    }

    @Test
    void refusesAConntrackTableThatIsTooSmall() {
        assertEquals(
                "conntrack-max=800000 is less than 1.25 x connections=600000 + 65536;"
                        + " raise conntrack-max to 815536 or lower connections",
                refusal(() -> ConntrackBudget.of(800_000, 600_000, Duration.ofSeconds(700))));
    }

    @Test
    void plansTheConntrackTableThatTheKernelMakesOfTheHashsize() {
        for (long asked : new long[] {1_048_576, 1_000_000, 815_536, 2_097_153}) {
            ConntrackBudget budget = ConntrackBudget.of(asked, 600_000, Duration.ofSeconds(700));
            long pages = Math.ceilDiv(budget.hashsize(), 512);
            assertEquals(budget.max(), pages * 512 * 8, "asked for " + asked);
            assertTrue(budget.max() >= asked && budget.max() < asked + 4_096, budget + " for " + asked);
            assertEquals(budget.max() / 4, budget.buckets());
        }
    }
}
