package dev.mooring.loadgenerator.measure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;

/**
 * The counters of a run at one moment, of one process or of several together. As JSON they are one flat object.
 *
 * @param frames of connections that were open
 * @param unansweredCloses connections on which no Close came for the one that this side sent first
 * @param deliveries of what this program publishes
 * @param reasons of what was refused, failed, lost and closed
 */
public record Totals(
        @JsonUnwrapped ConnectionCounts connections,
        @JsonUnwrapped FrameCounts frames,
        long unansweredCloses,
        Deliveries deliveries,
        @JsonUnwrapped Reasons reasons) {

    public static final Totals ZERO =
            new Totals(ConnectionCounts.NONE, FrameCounts.NONE, 0, Deliveries.NONE, Reasons.NONE);

    public long open() {
        return connections.opened() - connections.ended();
    }

    /** Connections on which this side sent the first Close. */
    public long closed() {
        return connections.ended() - lostCount() - connections.moved();
    }

    public long refusedCount() {
        return sum(reasons.refused());
    }

    public long failedCount() {
        return sum(reasons.failed());
    }

    public long lostCount() {
        return sum(reasons.lost());
    }

    public Totals plus(Totals other) {
        return new Totals(
                connections.plus(other.connections),
                frames.plus(other.frames),
                unansweredCloses + other.unansweredCloses,
                deliveries.plus(other.deliveries),
                reasons.plus(other.reasons));
    }

    /** With more deliveries. */
    Totals plus(Deliveries more) {
        return new Totals(connections, frames, unansweredCloses, deliveries.plus(more), reasons);
    }

    /** These totals after every open connection was lost for one reason. */
    public Totals withAllLost(String reason) {
        return new Totals(
                connections.withAllEnded(), frames, unansweredCloses, deliveries, reasons.withLost(reason, open()));
    }

    private static long sum(Map<String, Long> tally) {
        return tally.values().stream().mapToLong(Long::longValue).sum();
    }
}
