package dev.mooring.loadgenerator.ramp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.loadgenerator.plan.Share;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RampTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void startsAtTheRateFromTheBeginning() {
        Ramp ramp = new Ramp(1000, Share.WHOLE);
        assertEquals(1, ramp.dueCount(0));
        assertEquals(1000, ramp.dueCount(SECOND - 1));
        assertEquals(1001, ramp.dueCount(SECOND));
        assertEquals(0, ramp.dueCount(-1));
    }

    @Test
    void interleavesTheStartsOfItsShares() {
        assertEquals(0, new Ramp(10, new Share(0, 2)).dueNanos(0));
        assertEquals(SECOND / 10, new Ramp(10, new Share(1, 2)).dueNanos(0));
        assertEquals(SECOND / 5, new Ramp(10, new Share(0, 2)).dueNanos(1));
    }

    @Test
    void countsAsDueExactlyTheStartsWhoseTimeHasCome() {
        long seed = 11;
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int parts = 1 + random.nextInt(8);
            Ramp ramp = new Ramp(0.1 + random.nextDouble() * 100_000, new Share(random.nextInt(parts), parts));
            long elapsed = random.nextLong(100 * SECOND);
            long due = ramp.dueCount(elapsed);
            String where = "seed " + seed + ", " + ramp + " at " + elapsed;
            assertTrue(due == 0 || ramp.dueNanos(due - 1) <= elapsed, where);
            assertTrue(ramp.dueNanos(due) > elapsed, where);
        }
    }
}
