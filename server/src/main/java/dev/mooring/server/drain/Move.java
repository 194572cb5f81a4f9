package dev.mooring.server.drain;

import dev.mooring.server.connection.Admission;
import dev.mooring.server.connection.ConnectionLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Sends some connections elsewhere: so many are told to leave with 1012, on all loops at once and evenly over a window, while
 * others may come. Who is told is a matter of chance, so that nobody is told again and again.
 *
 * <p>Thread-safe.
 */
public final class Move {
    private final List<ConnectionLoop> loops;
    private final Admission admission;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private List<LoopMove> parts = List.of();

    /** Does nothing yet. */
    public Move(List<ConnectionLoop> loops, Admission admission, LongSupplier nanoTime, RandomGenerator random) {
        this.loops = loops;
        this.admission = admission;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /**
     * Starts it in the place of the one under way.
     *
     * @param connections how many, give or take one a loop; all when fewer are open
     * @param window from now until the last is told
     */
    public synchronized void start(int connections, Duration window) {
        stop();
        int open = admission.open();
        if (connections == 0 || open == 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        double share = Math.min(1, (double) connections / open);
        parts = loops.stream()
                .map(loop -> new LoopMove(
                        loop, share, new DrainPace(now, now + window.toNanos()), nanoTime, random.nextDouble()))
                .toList();
        parts.forEach(LoopMove::start);
    }

    /** Nobody is told any more. */
    public synchronized void stop() {
        parts.forEach(LoopMove::stop);
        parts = List.of();
    }
}
