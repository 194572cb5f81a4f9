package dev.mooring.loadgenerator.measure;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one process counts, since its run began.
 *
 * <p>Thread-safe: event loops add, the reporting thread reads. Cost: one uncontended atomic add an event; the named
 * tallies also cost a map look-up, and count only what goes wrong.
 */
public final class Counters {
    public final LongAdder started = new LongAdder();
    public final LongAdder opened = new LongAdder();
    public final LongAdder ended = new LongAdder();
    public final LongAdder reconnects = new LongAdder();
    public final LongAdder replaced = new LongAdder();
    public final LongAdder moved = new LongAdder();
    public final LongAdder pings = new LongAdder();
    public final LongAdder pongs = new LongAdder();
    public final LongAdder echoes = new LongAdder();
    public final LongAdder wrongEchoes = new LongAdder();
    public final LongAdder unansweredEchoes = new LongAdder();
    public final LongAdder messages = new LongAdder();
    public final LongAdder unansweredCloses = new LongAdder();
    public final LongAdder delivered = new LongAdder();
    public final LongAdder duplicated = new LongAdder();
    public final LongAdder outOfOrder = new LongAdder();

    private final ConcurrentMap<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> failed = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> lost = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> closeCodes = new ConcurrentHashMap<>();

    /** An opening handshake answered with an HTTP status other than 101. */
    public void refused(int status) {
        add(refused, "HTTP " + status);
    }

    /** A connection that never opened. */
    public void failed(String reason) {
        add(failed, reason);
    }

    /** An open connection that ended without this side's wish, and was not moved. */
    public void lost(String reason) {
        add(lost, reason);
    }

    public void closeReceived(int code) {
        add(closeCodes, Integer.toString(code));
    }

    public Totals totals() {
        // "ended" first: read later it could count a connection that "opened" does not have yet
        long over = ended.sum();
        return new Totals(
                new ConnectionCounts(started.sum(), opened.sum(), over, reconnects.sum(), replaced.sum(), moved.sum()),
                new FrameCounts(
                        pings.sum(),
                        pongs.sum(),
                        echoes.sum(),
                        wrongEchoes.sum(),
                        unansweredEchoes.sum(),
                        messages.sum()),
                unansweredCloses.sum(),
                new Deliveries(0, 0, 0, 0, delivered.sum(), duplicated.sum(), outOfOrder.sum()),
                new Reasons(sums(refused), sums(failed), sums(lost), sums(closeCodes)));
    }

    private static void add(ConcurrentMap<String, LongAdder> tally, String name) {
        tally.computeIfAbsent(name, key -> new LongAdder()).increment();
    }

    private static Map<String, Long> sums(ConcurrentMap<String, LongAdder> tally) {
        Map<String, Long> sums = new TreeMap<>();
        tally.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }
}
