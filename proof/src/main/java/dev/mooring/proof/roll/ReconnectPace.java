package dev.mooring.proof.roll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast connections came back, from looks at the counter of handshakes.
 *
 * <p>Not thread-safe. Cost: some 32 bytes a look.
 */
final class ReconnectPace {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final List<Look> looks = new ArrayList<>();

    private record Look(long nanos, long handshakes) {}

    void add(long nanos, long handshakes) {
        looks.add(new Look(nanos, handshakes));
    }

    /** The most that came back a second, over any stretch of at least that length; 0 when no stretch was as long. */
    double busiest(Duration stretch) {
        double most = 0;
        int from = 0;
        for (Look end : looks) {
            // The shortest stretch that is long enough: the next look would begin too late.
            while (end.nanos - looks.get(from + 1 < looks.size() ? from + 1 : from).nanos >= stretch.toNanos()) {
                from++;
            }
            Look begin = looks.get(from);
            long length = end.nanos - begin.nanos;
            if (length >= stretch.toNanos()) {
                most = Math.max(most, (end.handshakes - begin.handshakes) / (length / NANOS));
            }
        }
        return most;
    }
}
