package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.MemoryUse;
import dev.mooring.server.metrics.ServerCounters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Who pays for a newcomer, and how many. The pool has 800 bytes, of which holders keep 700 at the most. */
class PoolShareTest {
    private static final int LIMIT = 800;
    private static final int PRESSED_FROM = 700;

    private final ServerCounters counters = new ServerCounters();
    private final MemoryUse use = counters.memory(MemoryKind.QUEUES);
    private final MemoryPool pool = new MemoryPool(MemoryKind.QUEUES, LIMIT, counters);
    private final List<Long> usedWhenPaying = new ArrayList<>();
    private int left = Integer.MAX_VALUE;
    private final PoolShare share = pool.share(Runnable::run, () -> pays(10));

    @Test
    void letsAsManyHoldersPayAsTheNewcomerNeeds() {
        assertTrue(share.take(PRESSED_FROM));
        assertTrue(share.take(35));
        assertEquals(4, usedWhenPaying.size());
        assertEquals(PRESSED_FROM - 40 + 35, use.used());
    }

    @Test
    void letsNoMoreThan16PayForOne() {
        assertTrue(share.take(PRESSED_FROM));
        assertFalse(share.take(PRESSED_FROM));
        assertEquals(16, usedWhenPaying.size());
    }

    @Test
    void chargesTheNewcomerAfterTheOthersHavePaid() {
        assertTrue(share.take(PRESSED_FROM));
        assertTrue(share.take(20));
        assertEquals(List.of(700L, 690L), usedWhenPaying);
    }

    @Test
    void servesTheNewcomerFromTheLastEighthWhenNobodyPays() {
        left = 0;
        assertTrue(share.take(PRESSED_FROM));
        assertTrue(share.take(LIMIT - PRESSED_FROM));
        assertEquals(LIMIT, use.used());
    }

    @Test
    void takesNothingForANewcomerThatIsRefused() {
        left = 0;
        assertTrue(share.take(PRESSED_FROM));
        assertFalse(share.take(LIMIT - PRESSED_FROM + 1));
        assertEquals(PRESSED_FROM, use.used());
        assertEquals(PRESSED_FROM, share.held());
        assertEquals(1, use.relieved());
    }

    @Test
    void asksTheLoopThatHoldsMost() {
        List<Runnable> asked = new ArrayList<>();
        List<String> paid = new ArrayList<>();
        PoolShare largest = pool.share(asked::add, () -> !paid.add("largest"));
        assertTrue(largest.take(400));
        assertTrue(share.take(300));
        assertTrue(share.take(50));
        assertEquals(List.of(), usedWhenPaying);
        asked.forEach(Runnable::run);
        assertEquals(List.of("largest"), paid);
    }

    @Test
    void asksAgainWhenTheLoopCouldNotBeAsked() {
        List<Runnable> asked = new ArrayList<>();
        Deque<Throwable> failures = new ArrayDeque<>(List.of(
                new RejectedExecutionException("the loop has ended"), new OutOfMemoryError("thrown by the test")));
        Executor failing = task -> {
            switch (failures.poll()) {
                case RuntimeException ended -> throw ended;
                case Error noMemory -> throw noMemory;
                case null, default -> asked.add(task);
            }
        };
        PoolShare largest = pool.share(failing, () -> false);
        assertTrue(largest.take(PRESSED_FROM));
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertTrue(share.take(1));
        }
        assertEquals(1, asked.size());
    }

    private boolean pays(int bytes) {
        usedWhenPaying.add(use.used());
        if (left-- <= 0) {
            return false;
        }
        share.release(bytes);
        return true;
    }
}
