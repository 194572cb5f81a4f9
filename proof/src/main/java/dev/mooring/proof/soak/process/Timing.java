package dev.mooring.proof.soak.process;

import java.time.Duration;

/**
 * A server's keepalive.
 *
 * @param keepalive a silent peer is pinged after this
 * @param pongTimeout a pinged peer that stays silent is dropped after this
 */
public record Timing(Duration keepalive, Duration pongTimeout) {
    private static final int RATIO = 5;
    private static final Duration MIN_IDLE_TIMEOUT = Duration.ofMinutes(1);

    /** At the ratio of the plan: 100 s to 20 s. */
    public Timing(Duration keepalive) {
        this(keepalive, keepalive.dividedBy(RATIO));
    }

    /** The longest that a silent peer is kept. */
    public Duration longestSilence() {
        return keepalive.plus(pongTimeout());
    }

    Duration idleTimeout() {
        Duration thrice = keepalive.multipliedBy(3);
        return thrice.compareTo(MIN_IDLE_TIMEOUT) < 0 ? MIN_IDLE_TIMEOUT : thrice;
    }
}
