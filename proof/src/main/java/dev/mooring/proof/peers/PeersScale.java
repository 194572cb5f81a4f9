package dev.mooring.proof.peers;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;

/**
 * How large and how long the measurements of one round are.
 *
 * @param fewConnections the lower end of a memory slope
 * @param connections the upper end, and what is held while pings are counted
 * @param tracedConnections what is held while system calls are counted, with pings twice as rare
 * @param echoConnections connections that echo at once
 */
public record PeersScale(
        int fewConnections,
        int connections,
        int tracedConnections,
        PingLoad pings,
        HandshakeLoad handshakes,
        int echoConnections) {
    /** What fits in a limit of 20,000 descriptors: Mooring keeps 1,024 for other things. */
    public static final int DEFAULT_CONNECTIONS = 18_900;

    public static final int QUICK_CONNECTIONS = 8_000;

    /** What a broadcast goes to, where as many are held. */
    private static final int BROADCAST_CONNECTIONS = 15_000;

    private static final int MIN_CONNECTIONS = 2_000;

    public PeersScale {
        if (connections < MIN_CONNECTIONS) {
            throw RefusedException.of(
                    "connections", connections, "is less than", MIN_CONNECTIONS, "a slope needs a longer base");
        }
    }

    /** Steady figures: three rounds of twelve peers in some half an hour on an idle machine. */
    public static PeersScale full(int connections) {
        return new PeersScale(
                Math.min(5_000, connections / 4),
                connections,
                Math.min(6_000, connections),
                new PingLoad(Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(8)),
                new HandshakeLoad(20_000, 6_000),
                Math.min(1_000, connections));
    }

    /** A look: under three minutes for four peers, eight for all. */
    public static PeersScale quick(int connections) {
        return new PeersScale(
                Math.min(2_000, connections / 4),
                connections,
                Math.min(3_000, connections),
                new PingLoad(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3)),
                new HandshakeLoad(6_000, 3_000),
                Math.min(1_000, connections));
    }

    /** A traced server is several times slower: a burst of pings must be over before the next begins. */
    public Duration tracedPingInterval() {
        return pings.interval().multipliedBy(2);
    }

    /** Long enough after the start that it has compiled what it needs to do nothing, and given back what that took. */
    Duration idleSettling() {
        return Duration.ofSeconds(5);
    }

    /** HotSpot's ChunkPoolCleaner comes by every five seconds. */
    Duration poolSettling() {
        return Duration.ofSeconds(6);
    }

    /** A JVM that trims its native memory does so every five seconds. */
    Duration idleWindow() {
        return Duration.ofSeconds(5);
    }

    int broadcastConnections() {
        return Math.min(BROADCAST_CONNECTIONS, connections);
    }

    /** What a reader needs to judge the figures. */
    public String text() {
        return String.join(
                ", ",
                "slopes from " + fewConnections + " to " + connections + " connections",
                "pings each " + DurationText.format(pings.interval()) + " over a window of "
                        + DurationText.format(pings.window()) + " after " + DurationText.format(pings.warmUp()),
                "idle CPU over " + DurationText.format(idleWindow()),
                "system calls of " + tracedConnections + " connections over one ping interval of "
                        + DurationText.format(tracedPingInterval()),
                handshakes.counted() + " handshakes after " + handshakes.warmUp(),
                echoConnections + " connections echoing 64 bytes for "
                        + DurationText.format(pings.window().dividedBy(2)),
                "broadcasts of 100 bytes to " + broadcastConnections(),
                "60 messages of 100 bytes to a topic of 5,000",
                "2,000 pushes to one of 15,000 connections that are pinged, 2 ms apart",
                "40,000 pushes of 100 bytes to random ones of 5,000 connections");
    }
}
