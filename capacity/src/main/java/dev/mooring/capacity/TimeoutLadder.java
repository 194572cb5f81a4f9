package dev.mooring.capacity;

import static dev.mooring.capacity.unit.DurationText.format;

import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;

/**
 * The timeouts of a connection, each long enough for the one below it: pong timeout, keepalive, the load balancer's
 * idle timeout, the host's and the network interface's tracking timeout.
 * Formulas: docs/capacity-model.md, "Timeouts".
 *
 * <p>A load balancer forgets an idle flow silently, so a keepalive near the idle timeout loses connections at random.
 * At a third of it, two pings in a row may be lost before the flow is. With a pong timeout of at most one keepalive, a
 * dead peer is also noticed (after keepalive + pong timeout) well before the load balancer forgets it.
 *
 * @param pongTimeout how long a silent peer may take to answer a ping
 * @param keepalive the time between two pings to one peer
 * @param idleTimeout the load balancer's idle timeout, or the shortest one on the way when there is no load balancer
 * @param trackingTimeout how long the host's conntrack and the network interface keep an idle connection: twice the
 *     idle timeout, so that neither forgets first and a dead peer does not stay for the kernel's default of five days
 */
public record TimeoutLadder(Duration pongTimeout, Duration keepalive, Duration idleTimeout, Duration trackingTimeout) {
    /** Two pings in a row may be lost before the load balancer forgets the flow. */
    static final int PINGS_PER_IDLE_TIMEOUT = 3;

    public TimeoutLadder {
        requirePositive("pong-timeout", pongTimeout);
        requirePositive("keepalive", keepalive);
        if (idleTimeout.compareTo(AwsLimits.MIN_IDLE_TIMEOUT) < 0
                || idleTimeout.compareTo(AwsLimits.MAX_IDLE_TIMEOUT) > 0) {
            throw RefusedException.of(
                    "idle-timeout",
                    format(idleTimeout),
                    "is outside",
                    format(AwsLimits.MIN_IDLE_TIMEOUT) + "-" + format(AwsLimits.MAX_IDLE_TIMEOUT),
                    "a Network Load Balancer takes nothing else");
        }
        Duration longest = longestKeepalive(idleTimeout);
        if (keepalive.compareTo(longest) > 0) {
            throw RefusedException.of(
                    "keepalive",
                    format(keepalive),
                    "is more than",
                    "idle-timeout/" + PINGS_PER_IDLE_TIMEOUT + "=" + format(longest),
                    "lower keepalive or raise idle-timeout");
        }
        if (pongTimeout.compareTo(keepalive) > 0) {
            throw RefusedException.of(
                    "pong-timeout",
                    format(pongTimeout),
                    "is more than",
                    "keepalive=" + format(keepalive),
                    "lower pong-timeout or raise keepalive");
        }
        if (trackingTimeout.compareTo(idleTimeout) <= 0) {
            throw RefusedException.of(
                    "tracking-timeout",
                    format(trackingTimeout),
                    "is not more than",
                    "idle-timeout=" + format(idleTimeout),
                    "keep a connection tracked for longer than the load balancer keeps it");
        }
    }

    /** The ladder behind a TCP listener, with the tracking timeout that follows from it. */
    public static TimeoutLadder of(Duration keepalive, Duration pongTimeout, Duration idleTimeout) {
        return new TimeoutLadder(pongTimeout, keepalive, idleTimeout, idleTimeout.multipliedBy(2));
    }

    /**
     * Refuses what a TLS listener cannot do: its idle timeout is fixed.
     *
     * @throws RefusedException when the idle timeout is another one
     */
    public TimeoutLadder requireTlsListener() {
        if (!idleTimeout.equals(AwsLimits.IDLE_TIMEOUT_TLS)) {
            throw RefusedException.of(
                    "idle-timeout",
                    format(idleTimeout),
                    "is not",
                    "the fixed " + format(AwsLimits.IDLE_TIMEOUT_TLS) + " of a TLS listener",
                    "set idle-timeout=" + format(AwsLimits.IDLE_TIMEOUT_TLS) + " or tls=false");
        }
        return this;
    }

    /** How long after its last sign of life a dead peer is closed, at the latest. */
    public Duration deadPeerDetection() {
        return keepalive.plus(pongTimeout);
    }

    /** The longest keepalive an idle timeout allows, in whole seconds. */
    public static Duration longestKeepalive(Duration idleTimeout) {
        return Duration.ofSeconds(idleTimeout.toSeconds() / PINGS_PER_IDLE_TIMEOUT);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw RefusedException.of(name, format(value), "is not more than", "0s", "give a positive duration");
        }
    }
}
