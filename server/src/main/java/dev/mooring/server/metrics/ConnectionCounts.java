package dev.mooring.server.metrics;

import java.util.Map;

/**
 * What became of every connection, at one moment. Two sums hold in each reading: accepted = upgraded + refused + failed +
 * {@link #inHandshake}, and upgraded = ended + {@link #open}.
 *
 * @param accepted TCP connections accepted
 * @param upgraded attempts answered with 101
 * @param refused attempts the server turned away, by reason; every reason is a key
 * @param failed attempts that ended otherwise, by cause; every cause is a key
 * @param closed WebSockets that ended, by close code; codes of 3000 and more together under {@code other}, codes never seen
 *     left out
 */
public record ConnectionCounts(
        long accepted,
        long upgraded,
        Map<RefusalReason, Long> refused,
        Map<HandshakeFailure, Long> failed,
        Map<String, Long> closed) {
    /** Attempts that have come to nothing yet. */
    public long inHandshake() {
        return accepted - upgraded - sum(refused) - failures();
    }

    /** All failed attempts. */
    public long failures() {
        return sum(failed);
    }

    /** All WebSockets that ended. */
    public long ended() {
        return sum(closed);
    }

    /** WebSockets open now. */
    public long open() {
        return upgraded - ended();
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
