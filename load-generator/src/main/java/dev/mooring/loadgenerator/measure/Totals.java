package dev.mooring.loadgenerator.measure;

import java.util.Map;
import java.util.TreeMap;

/**
 * The counters of a run at one moment, of one process or of several together.
 *
 * @param started connections begun, without the later tries of {@code --reconnect} and the replacements of {@code --churn}
 * @param ended connections no longer open, for whatever reason
 * @param replaced connections closed by {@code --churn}
 * @param moved connections that the server closed with a code of {@code --expect-close}, as a drain does
 * @param unansweredEchoes messages whose echo had not come some time after the hold
 * @param messages frames of data that were neither an awaited echo nor published by this run
 * @param unansweredCloses connections on which no Close came for the one that this side sent first
 * @param deliveries of what this program publishes
 * @param refused attempts by HTTP status
 * @param failed attempts by reason
 * @param lost every other connection that ended without this side's wish, by reason
 * @param closeCodes Close frames that the server sent first, by code
 */
public record Totals(
        long started,
        long opened,
        long ended,
        long reconnects,
        long replaced,
        long moved,
        long pings,
        long pongs,
        long echoes,
        long wrongEchoes,
        long unansweredEchoes,
        long messages,
        long unansweredCloses,
        Deliveries deliveries,
        Map<String, Long> refused,
        Map<String, Long> failed,
        Map<String, Long> lost,
        Map<String, Long> closeCodes) {

    public static final Totals ZERO =
            new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Deliveries.NONE, Map.of(), Map.of(), Map.of(), Map.of());

    public long open() {
        return opened - ended;
    }

    /** Connections on which this side sent the first Close. */
    public long closed() {
        return ended - lostCount() - moved;
    }

    public long refusedCount() {
        return sum(refused);
    }

    public long failedCount() {
        return sum(failed);
    }

    public long lostCount() {
        return sum(lost);
    }

    public Totals plus(Totals other) {
        return new Totals(
                started + other.started,
                opened + other.opened,
                ended + other.ended,
                reconnects + other.reconnects,
                replaced + other.replaced,
                moved + other.moved,
                pings + other.pings,
                pongs + other.pongs,
                echoes + other.echoes,
                wrongEchoes + other.wrongEchoes,
                unansweredEchoes + other.unansweredEchoes,
                messages + other.messages,
                unansweredCloses + other.unansweredCloses,
                deliveries.plus(other.deliveries),
                merged(refused, other.refused),
                merged(failed, other.failed),
                merged(lost, other.lost),
                merged(closeCodes, other.closeCodes));
    }

    /** With more deliveries. */
    Totals plus(Deliveries more) {
        return plus(new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, more, Map.of(), Map.of(), Map.of(), Map.of()));
    }

    /** These totals after every open connection was lost for one reason. */
    public Totals withAllLost(String reason) {
        return new Totals(
                started,
                opened,
                opened,
                reconnects,
                replaced,
                moved,
                pings,
                pongs,
                echoes,
                wrongEchoes,
                unansweredEchoes,
                messages,
                unansweredCloses,
                deliveries,
                refused,
                failed,
                merged(lost, Map.of(reason, open())),
                closeCodes);
    }

    private static long sum(Map<String, Long> tally) {
        return tally.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> merged(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sums = new TreeMap<>(one);
        other.forEach((name, count) -> sums.merge(name, count, Long::sum));
        return sums;
    }
}
