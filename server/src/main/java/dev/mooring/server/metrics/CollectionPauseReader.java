package dev.mooring.server.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * Follows the garbage collector's pauses by asking its beans, once a second.
 *
 * <p>Not thread-safe: one thread asks. Cost: a few native calls a second, and the classes of the management
 * beans when it is made, so it is made on first use.
 *
 * <p>Caveat: a bean gives a count and a sum in whole milliseconds. Where several pauses fell between two readings their
 * mean stands for the last, and the longest may be too low; a server of idle connections collects far less than once a second, so
 * after the first reading they are exact to 1 ms. Notifications would give each pause, but they need
 * {@code jdk.management} in the runtime and a thread of their own.
 */
public final class CollectionPauseReader {
    private final List<GarbageCollectorMXBean> collectors;
    private CollectionPauses latest = CollectionPauses.NONE;

    /** Beans of concurrent cycles (ZGC, Shenandoah) are left out: their time is not a pause. */
    public CollectionPauseReader(List<GarbageCollectorMXBean> collectors) {
        this.collectors = collectors.stream()
                .filter(collector -> !collector.getName().endsWith("Cycles"))
                .toList();
    }

    public static CollectionPauseReader ofThisProcess() {
        return new CollectionPauseReader(ManagementFactory.getGarbageCollectorMXBeans());
    }

    public CollectionPauses read() {
        long count = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            count += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        if (count > latest.count()) {
            latest = following(count, Duration.ofMillis(millis));
        }
        return latest;
    }

    private CollectionPauses following(long count, Duration total) {
        Duration last = total.minus(latest.total()).dividedBy(count - latest.count());
        Duration longest = last.compareTo(latest.longest()) > 0 ? last : latest.longest();
        return new CollectionPauses(count, total, longest, last);
    }
}
