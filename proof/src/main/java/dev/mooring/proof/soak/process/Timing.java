package dev.mooring.proof.soak.process;

import java.time.Duration;

/**
 * A server's keepalive, at the ratio of the plan: 100 s to 20 s.
 *
 * @param keepalive a silent peer is pinged after this
 */
public record Timing(Duration keepalive) {
    private static final int RATIO = 5;
    private static final Duration SHORTEST_IDLE_TIMEOUT = Duration.ofMinutes(1);

    public Duration pongTimeout() {
        return keepalive.dividedBy(RATIO);
    }

    /** The longest that a silent peer is kept. */
    public Duration longestSilence() {
        return keepalive.plus(pongTimeout());
    }

    Duration idleTimeout() {
        Duration thrice = keepalive.multipliedBy(3);
        return thrice.compareTo(SHORTEST_IDLE_TIMEOUT) < 0 ? SHORTEST_IDLE_TIMEOUT : thrice;
    }
}
