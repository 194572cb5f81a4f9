package dev.mooring.server.metrics;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.CloseCode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Everything the server counts, since it started.
 *
 * <p>Thread-safe: loops add, the admin port reads. Cost: one uncontended atomic add an event, some 10 ns, but for pings
 * and pongs, which each loop adds up for a tick; one instance a server, so nothing per connection.
 */
public final class ServerCounters {
    private static final int MIN_CLOSE_CODE = 1000;
    private static final int MAX_CLOSE_CODE = 1015;

    public final LongAdder accepted = new LongAdder();
    public final LongAdder upgraded = new LongAdder();
    /** TLS handshakes that came to their end. */
    public final LongAdder tlsHandshakes = new LongAdder();

    /** The same by version and suite. */
    public final LabelledCounts tlsSuites = new LabelledCounts();
    /** Of these, the ones that went on from a ticket. */
    public final LongAdder tlsResumed = new LongAdder();

    /** The alerts that ended TLS handshakes. */
    public final LabelledCounts tlsAlerts = new LabelledCounts();

    public final LongAdder pingsSent = new LongAdder();
    /** Of those sent, the ones sent up to half an interval before their time, so that not too many come together. */
    public final LongAdder pingsEarly = new LongAdder();

    public final LongAdder pongsReceived = new LongAdder();
    public final LongAdder pingTimeouts = new LongAdder();
    public final LongAdder slowCloses = new LongAdder();
    public final LongAdder messagesReceived = new LongAdder();
    public final LongAdder messagesSent = new LongAdder();
    /** Messages that were compressed to be sent: once, however many receive it so. */
    public final LongAdder messagesCompressed = new LongAdder();
    /** Of those received, the ones that came compressed. */
    public final LongAdder messagesInflated = new LongAdder();

    /** Bytes waiting in outbound queues and partial messages now: added and subtracted. */
    public final LongAdder queuedBytes = new LongAdder();
    /** Times a listener stopped accepting for a while, since it had neither a descriptor nor a reserve. */
    public final LongAdder acceptPauses = new LongAdder();

    /** Messages published to a topic, a user or all. */
    public final LongAdder published = new LongAdder();
    /** Those that were refused because memory was short. */
    public final LongAdder publishedRefused = new LongAdder();
    /** Published messages written to, or waiting for, a connection. */
    public final LongAdder delivered = new LongAdder();
    /** Published messages that a connection did not get: it ended before it had taken them, or there was no frame for it. */
    public final LongAdder undelivered = new LongAdder();

    /** From a publication to its writes. */
    public final DeliveryLag deliveryLag = new DeliveryLag();

    /** Subscriptions now, to topics and users: added and subtracted. */
    public final LongAdder subscriptions = new LongAdder();
    /** Topics and users that somebody hears now, one for each loop that has a hearer: added and subtracted. */
    public final LongAdder topics = new LongAdder();

    /** Answers of the application to handshakes that had ended meanwhile. */
    public final LongAdder lateDecisions = new LongAdder();

    private final Map<MemoryKind, MemoryUse> memory = memory();
    private final Map<RefusalReason, LongAdder> refused = adders(RefusalReason.class);
    private final Map<HandshakeFailure, LongAdder> failed = adders(HandshakeFailure.class);
    /** 1000 to 1015, then one for everything else (3000 to 4999). */
    private final LongAdder[] closed = adders(MAX_CLOSE_CODE - MIN_CLOSE_CODE + 2);

    /** The memory of one kind that peers make the server keep. */
    public MemoryUse memory(MemoryKind kind) {
        return requireNonNull(memory.get(kind));
    }

    /** The kinds of which so much is in use that those who hold it longest pay; none as a rule. */
    public List<MemoryKind> pressed() {
        return Stream.of(MemoryKind.values())
                .filter(kind -> memory(kind).underPressure())
                .toList();
    }

    /** An attempt that the server turned away. */
    public void refused(RefusalReason reason) {
        requireNonNull(refused.get(reason)).increment();
    }

    /** An attempt that ended with neither 101 nor a refusal. */
    public void failed(HandshakeFailure cause) {
        requireNonNull(failed.get(cause)).increment();
    }

    /** A WebSocket that ended; {@link CloseCode#ABNORMAL} when it ended without a Close. */
    public void closed(int code) {
        closed[code >= MIN_CLOSE_CODE && code <= MAX_CLOSE_CODE ? code - MIN_CLOSE_CODE : closed.length - 1]
                .increment();
    }

    /** WebSockets open now. The ends are read first, for each was an upgrade before: this is never negative. */
    public long open() {
        long ended = 0;
        for (LongAdder code : closed) {
            ended += code.sum();
        }
        return upgraded.sum() - ended;
    }

    public long refusedFor(RefusalReason reason) {
        return requireNonNull(refused.get(reason)).sum();
    }

    public long failedFor(HandshakeFailure cause) {
        return requireNonNull(failed.get(cause)).sum();
    }

    /**
     * What became of every connection. Read from the end to the beginning: what is counted while this reads has been
     * accepted before, so none of the differences is ever negative.
     */
    public ConnectionCounts connections() {
        Map<String, Long> ended = closedByCode();
        long opened = upgraded.sum();
        Map<RefusalReason, Long> turnedAway = sums(RefusalReason.class, refused);
        Map<HandshakeFailure, Long> lost = sums(HandshakeFailure.class, failed);
        return new ConnectionCounts(accepted.sum(), opened, turnedAway, lost, ended);
    }

    /** Ended WebSockets by close code; codes of 3000 and more together under {@code other}, codes never seen left out. */
    public Map<String, Long> closedByCode() {
        Map<String, Long> byCode = new TreeMap<>();
        for (int i = 0; i < closed.length; i++) {
            long count = closed[i].sum();
            if (count > 0) {
                byCode.put(i == closed.length - 1 ? "other" : Integer.toString(MIN_CLOSE_CODE + i), count);
            }
        }
        return byCode;
    }

    private static Map<MemoryKind, MemoryUse> memory() {
        Map<MemoryKind, MemoryUse> memory = new EnumMap<>(MemoryKind.class);
        for (MemoryKind kind : MemoryKind.values()) {
            memory.put(kind, new MemoryUse());
        }
        return memory;
    }

    private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> kind) {
        Map<K, LongAdder> adders = new EnumMap<>(kind);
        for (K key : kind.getEnumConstants()) {
            adders.put(key, new LongAdder());
        }
        return adders;
    }

    private static <K extends Enum<K>> Map<K, Long> sums(Class<K> kind, Map<K, LongAdder> adders) {
        Map<K, Long> sums = new EnumMap<>(kind);
        adders.forEach((key, adder) -> sums.put(key, adder.sum()));
        return sums;
    }

    private static LongAdder[] adders(int count) {
        LongAdder[] adders = new LongAdder[count];
        for (int i = 0; i < count; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }
}
