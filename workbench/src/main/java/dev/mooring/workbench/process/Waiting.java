package dev.mooring.workbench.process;

import java.io.IOException;
import java.time.Duration;

/** Waiting for something outside this process, which can only be looked at. */
public final class Waiting {
    private static final Duration LOOK = Duration.ofMillis(100);

    private Waiting() {}

    /** Something that comes true after a while. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** What is done between two looks; it may throw to end the wait. */
    @FunctionalInterface
    public interface Pause {
        void take() throws IOException, InterruptedException;
    }

    /** How long it took for the condition to come true, looking ten times a second; the deadline when it never did. */
    public static Duration until(Condition condition, Duration deadline) throws IOException, InterruptedException {
        return until(condition, deadline, () -> Thread.sleep(LOOK));
    }

    /** The same with a pause of the caller's between two looks. */
    public static Duration until(Condition condition, Duration deadline, Pause pause)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Duration passed = Duration.ZERO;
        while (passed.compareTo(deadline) < 0 && !condition.holds()) {
            pause.take();
            passed = Duration.ofNanos(System.nanoTime() - start);
        }
        return passed.compareTo(deadline) < 0 ? passed : deadline;
    }
}
