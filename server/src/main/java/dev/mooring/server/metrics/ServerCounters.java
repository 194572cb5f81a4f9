package dev.mooring.server.metrics;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.frame.CloseCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Everything the server counts, since it started.
 *
 * <p>Thread-safe: loops add, the admin port reads. Cost: one uncontended atomic add an event, some 10 ns, but for pings
 * and pongs, which each loop adds up for a tick; one instance a server, so nothing per connection.
 */
public final class ServerCounters {
    private static final int LOWEST_CLOSE_CODE = 1000;
    private static final int HIGHEST_CLOSE_CODE = 1015;

    public final LongAdder accepted = new LongAdder();
    public final LongAdder upgraded = new LongAdder();
    public final LongAdder ended = new LongAdder();
    public final LongAdder pingsSent = new LongAdder();
    public final LongAdder pongsReceived = new LongAdder();
    public final LongAdder pingTimeouts = new LongAdder();
    public final LongAdder slowCloses = new LongAdder();
    public final LongAdder handshakeFailures = new LongAdder();
    public final LongAdder messagesReceived = new LongAdder();
    public final LongAdder messagesSent = new LongAdder();
    /** Bytes waiting in outbound queues and partial messages now: added and subtracted. */
    public final LongAdder queuedBytes = new LongAdder();
    /** Times a listener stopped accepting because no descriptor was left. */
    public final LongAdder acceptPauses = new LongAdder();

    private final EnumMap<RefusalReason, LongAdder> refused = refusedByReason();
    /** 1000 to 1015, then one for everything else (3000 to 4999). */
    private final LongAdder[] closed = adders(HIGHEST_CLOSE_CODE - LOWEST_CLOSE_CODE + 2);

    /** An attempt answered with an HTTP error. */
    public void refused(RefusalReason reason) {
        counterOf(reason).increment();
    }

    /** A WebSocket that ended; {@link CloseCode#ABNORMAL} when it ended without a Close. */
    public void closed(int code) {
        ended.increment();
        closed[code >= LOWEST_CLOSE_CODE && code <= HIGHEST_CLOSE_CODE ? code - LOWEST_CLOSE_CODE : closed.length - 1]
                .increment();
    }

    /** WebSockets open now. */
    public long open() {
        return Math.max(0, upgraded.sum() - ended.sum());
    }

    public long refusedFor(RefusalReason reason) {
        return counterOf(reason).sum();
    }

    /** Ended WebSockets by close code; codes of 3000 and more together under {@code other}, codes never seen left out. */
    public Map<String, Long> closedByCode() {
        Map<String, Long> byCode = new TreeMap<>();
        for (int i = 0; i < closed.length; i++) {
            long count = closed[i].sum();
            if (count > 0) {
                byCode.put(i == closed.length - 1 ? "other" : Integer.toString(LOWEST_CLOSE_CODE + i), count);
            }
        }
        return byCode;
    }

    private LongAdder counterOf(RefusalReason reason) {
        return requireNonNull(refused.get(reason));
    }

    private static EnumMap<RefusalReason, LongAdder> refusedByReason() {
        EnumMap<RefusalReason, LongAdder> byReason = new EnumMap<>(RefusalReason.class);
        for (RefusalReason reason : RefusalReason.values()) {
            byReason.put(reason, new LongAdder());
        }
        return byReason;
    }

    private static LongAdder[] adders(int count) {
        LongAdder[] adders = new LongAdder[count];
        for (int i = 0; i < count; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }
}
