package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hosts of 600,000 with a drain of 15 minutes: 40,000 a minute. */
class BalanceTest {
    private static final long SEED = 20261129;
    private static final Balance BALANCE = new Balance(600_000, Duration.ofMinutes(15));

    @Test
    void movesAtThePaceOfADrain() {
        assertEquals(40_000, BALANCE.toMove(300_000, new Balance.Fleet(2, 150_000), false));
    }

    @Test
    void sharesThePaceWithAllHostsThatMayMoveAtOnce() {
        assertEquals(10_000, BALANCE.toMove(300_000, new Balance.Fleet(5, 150_000), false));
    }

    @Test
    void movesNoMoreThanTheSurplus() {
        assertEquals(20_000, BALANCE.toMove(170_000, new Balance.Fleet(2, 150_000), false));
    }

    @Test
    void beginsAtThreeHundredthsOfTheCapAboveTheMeanAndEndsAtOne() {
        assertEquals(0, BALANCE.toMove(317_999, new Balance.Fleet(2, 300_000), false));
        assertEquals(18_000, BALANCE.toMove(318_000, new Balance.Fleet(2, 300_000), false));
        assertEquals(6_000, BALANCE.toMove(306_000, new Balance.Fleet(2, 300_000), true));
        assertEquals(0, BALANCE.toMove(305_999, new Balance.Fleet(2, 300_000), true));
    }

    @Test
    void movesNobodyWhereNobodyElseIs() {
        assertEquals(0, BALANCE.toMove(600_000, new Balance.Fleet(1, 0), false));
        assertEquals(0, BALANCE.toMove(600_000, new Balance.Fleet(0, 0), false));
    }

    @Test
    void movesNoMoreThanTheOthersHaveRoomFor() {
        // The other one holds 567,000 and is full at 573,000.
        assertEquals(6_000, BALANCE.toMove(600_000, new Balance.Fleet(2, 583_500), true));
        assertEquals(0, BALANCE.toMove(600_000, new Balance.Fleet(3, 590_000), true));
    }

    /** Whatever the hosts hold, rounds of all of them bring each to the mean, and none past its cap on the way. */
    @Test
    void bringsAnyFleetToItsMeanAndNoHostPastItsCap() {
        Random random = new Random(SEED);
        for (int fleet = 0; fleet < 300; fleet++) {
            long[] held = new long[2 + random.nextInt(9)];
            Arrays.setAll(held, _ -> random.nextInt(600_001));
            boolean[] moving = new boolean[held.length];
            String named = Arrays.toString(held) + ", seed " + SEED;
            for (int round = 0; round < 400; round++) {
                round(held, moving);
                long most = Arrays.stream(held).max().orElseThrow();
                assertTrue(most <= 600_000, () -> "past the cap: " + named);
            }
            double mean = Arrays.stream(held).average().orElseThrow();
            double bound = Math.max(mean + 600_000 * Balance.BEGIN, (double)
                    Rotation.of(600_000).fullAt());
            assertTrue((double) Arrays.stream(held).max().orElseThrow() <= bound, () -> "uneven: " + named);
        }
    }

    /** All hosts move at once, and who is moved goes to one that is in the rotation. */
    private static void round(long[] held, boolean[] moving) {
        Balance.Fleet fleet =
                new Balance.Fleet(held.length, Arrays.stream(held).average().orElseThrow());
        long moved = 0;
        boolean[] in = new boolean[held.length];
        for (int host = 0; host < held.length; host++) {
            long count = BALANCE.toMove(held[host], fleet, moving[host]);
            moving[host] = count > 0;
            held[host] -= count;
            moved += count;
            in[host] = count == 0 && held[host] < Rotation.of(600_000).fullAt();
        }
        long receivers = 0;
        for (boolean each : in) {
            receivers += each ? 1 : 0;
        }
        for (int host = 0; host < held.length; host++) {
            if (receivers > 0 ? in[host] : moved > 0) {
                long share = Math.ceilDiv(moved, receivers > 0 ? receivers : held.length);
                held[host] += Math.min(share, moved);
                moved -= Math.min(share, moved);
                receivers = Math.max(0, receivers - 1);
            }
        }
    }
}
