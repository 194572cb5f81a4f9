package dev.mooring.server.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long after it was published a message was written to the last of an event loop's connections that take it. Those that
 * are too slow for it wait longer, or are closed: slow closes and undelivered messages count them.
 *
 * <p>Thread-safe: loops add, the admin port reads. Cost: three uncontended atomic adds and a reading of the clock per message
 * and loop with a receiver, whatever the number of receivers; some hundred bytes per server and nothing per connection.
 */
public final class DeliveryLag {
    private static final List<Duration> BOUNDS = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
            .map(Duration::ofMillis)
            .toList();
    private static final long[] BOUNDS_NANOS =
            BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

    /** By the least bound that is no less; the last is for what is above all. */
    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(BOUNDS.size() + 1L).toArray(LongAdder[]::new);

    private final LongAdder total = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    /** Adds one reading, in nanoseconds. */
    public void add(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        total.add(nanos);
        longest.accumulate(nanos);
    }

    /** The upper bounds of {@link #counts}, but for its last. */
    public static List<Duration> bounds() {
        return BOUNDS;
    }

    /** Readings of at most each bound and of more than the one before it, and at the end those of more than the last. */
    public List<Long> counts() {
        return Stream.of(counts).map(LongAdder::sum).toList();
    }

    public long count() {
        return counts().stream().mapToLong(Long::longValue).sum();
    }

    public Duration total() {
        return Duration.ofNanos(total.sum());
    }

    /** The longest since the start. */
    public Duration longest() {
        return Duration.ofNanos(longest.get());
    }
}
