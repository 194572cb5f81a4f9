package dev.mooring.loadgenerator.measure;

import org.HdrHistogram.Histogram;

/**
 * What a run timed.
 *
 * @param connectMicros connect and handshake, from the due time of the start
 * @param startDelayMicros the part of it that is this generator's own lateness
 * @param echoMicros from a message to its whole echo
 * @param deliveryMicros from the publishing of a message to its receipt by one connection
 * @param pingMillis between two pings on one connection
 * @param gapMillis without a ping, on connections that sent no messages: between two, up to the first, after the last
 * @param longestGapMillis the longest time any open connection was without a ping
 */
public record Measurement(
        Histogram connectMicros,
        Histogram startDelayMicros,
        Histogram echoMicros,
        Histogram deliveryMicros,
        Histogram pingMillis,
        Histogram gapMillis,
        long longestGapMillis) {

    public static Measurement none() {
        return new LoopHistograms().measurement();
    }

    public Measurement plus(Measurement other) {
        return new Measurement(
                sum(connectMicros, other.connectMicros),
                sum(startDelayMicros, other.startDelayMicros),
                sum(echoMicros, other.echoMicros),
                sum(deliveryMicros, other.deliveryMicros),
                sum(pingMillis, other.pingMillis),
                sum(gapMillis, other.gapMillis),
                Math.max(longestGapMillis, other.longestGapMillis));
    }

    private static Histogram sum(Histogram one, Histogram other) {
        Histogram sum = one.copy();
        sum.add(other);
        return sum;
    }
}
