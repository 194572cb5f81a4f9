package dev.mooring.server.functional;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what another thread is about to do. The test's hang guard ends a wait that is in vain. */
public final class Eventually {
    private static final long BETWEEN_LOOKS = 200_000;

    private Eventually() {}

    public static void until(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("not reached before the hang guard");
            }
            // Not a delay the test counts on: it leaves the processor to the server between two looks.
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    /** The same, while the clock of the server goes on by a step with each look: fast, and no faster than the test looks. */
    public static void until(AtomicLong clock, Duration step, BooleanSupplier reached) {
        until(() -> {
            clock.addAndGet(step.toNanos());
            return reached.getAsBoolean();
        });
    }
}
