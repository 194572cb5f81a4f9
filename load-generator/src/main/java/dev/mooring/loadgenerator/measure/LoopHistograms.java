package dev.mooring.loadgenerator.measure;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What one event loop times, to three significant digits.
 *
 * <p>Not thread-safe: only the loop's thread records, and reads at the end. Cost: some 200 KiB a histogram, none a
 * connection.
 */
public final class LoopHistograms {
    private static final int DIGITS = 3;
    private static final long MAX_LATENCY_MICROS = Duration.ofHours(1).toSeconds() * 1_000_000;
    private static final long MAX_INTERVAL_MILLIS = Duration.ofDays(1).toMillis();

    private final Histogram connectMicros = new Histogram(MAX_LATENCY_MICROS, DIGITS);
    private final Histogram startDelayMicros = new Histogram(MAX_LATENCY_MICROS, DIGITS);
    private final Histogram echoMicros = new Histogram(MAX_LATENCY_MICROS, DIGITS);
    private final Histogram deliveryMicros = new Histogram(MAX_LATENCY_MICROS, DIGITS);
    private final Histogram pingMillis = new Histogram(MAX_INTERVAL_MILLIS, DIGITS);
    private final Histogram gapMillis = new Histogram(MAX_INTERVAL_MILLIS, DIGITS);
    private long longestGapMillis;
    private boolean gapsEnded;

    /** From the moment a connection was due to start, to its verified 101. */
    public void connected(long nanos) {
        recordMicros(connectMicros, nanos);
    }

    /** How late this generator was to start a connection; it is part of the connect latency. */
    public void startDelayed(long nanos) {
        recordMicros(startDelayMicros, nanos);
    }

    public void echoed(long nanos) {
        recordMicros(echoMicros, nanos);
    }

    /** From the publishing of a message to its receipt by one connection. */
    public void delivered(long nanos) {
        recordMicros(deliveryMicros, nanos);
    }

    /** Between two pings on one connection; to be told as a {@link #gap} too. */
    public void pinged(long millis) {
        pingMillis.recordValue(Math.clamp(millis, 0, MAX_INTERVAL_MILLIS));
    }

    /**
     * Without a ping: since the last one, or since the connection opened.
     *
     * @param listening whether the connection sent no messages, for servers need not ping who talks
     */
    public void gap(long millis, boolean listening) {
        if (gapsEnded) {
            return;
        }
        longestGapMillis = Math.max(longestGapMillis, millis);
        if (listening) {
            gapMillis.recordValue(Math.clamp(millis, 0, MAX_INTERVAL_MILLIS));
        }
    }

    /** The hold is over: how long the closes take is not the server's silence. */
    public void endGaps() {
        gapsEnded = true;
    }

    public Measurement measurement() {
        return new Measurement(
                connectMicros.copy(),
                startDelayMicros.copy(),
                echoMicros.copy(),
                deliveryMicros.copy(),
                pingMillis.copy(),
                gapMillis.copy(),
                longestGapMillis);
    }

    private static void recordMicros(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos / 1000, 0, MAX_LATENCY_MICROS));
    }
}
