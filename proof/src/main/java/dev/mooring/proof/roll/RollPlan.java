package dev.mooring.proof.roll;

import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;

/**
 * A roll to rehearse.
 *
 * @param connections that the leaving host holds
 * @param drainWindow over which it closes them
 */
public record RollPlan(int connections, Duration drainWindow) {
    /** Each node of the load balancer has this many at most, of two descriptors each. */
    static final int FLOWS_PER_NODE = 8_000;

    /** A whole round of pings fits into a rehearsal; the load balancer's idle timeout is three of them. */
    static final Duration KEEPALIVE = Duration.ofSeconds(5);

    static final Duration IDLE_TIMEOUT = KEEPALIVE.multipliedBy(3);

    private static final int MOST_CONNECTIONS = 19_000;
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);

    /** More than everything beside the drain takes; the clients are told to end when all is done. */
    private static final Duration BESIDE_DRAIN = Duration.ofMinutes(10);

    public RollPlan {
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw RefusedException.of(
                    "connections", connections, "is outside", "1-" + MOST_CONNECTIONS, "10000 shows a roll well");
        }
        if (drainWindow.compareTo(SHORTEST_WINDOW) < 0) {
            throw RefusedException.of(
                    "drain-window",
                    DurationText.format(drainWindow),
                    "is less than",
                    DurationText.format(SHORTEST_WINDOW),
                    "15s shows a roll well");
        }
        if (drainWindow.compareTo(AwsLimits.DEREGISTRATION_LONGEST) > 0) {
            throw RefusedException.of(
                    "drain-window",
                    DurationText.format(drainWindow),
                    "is more than",
                    DurationText.format(AwsLimits.DEREGISTRATION_LONGEST),
                    "15s shows a roll well");
        }
    }

    /** Connections closed a second, as the plan of a fleet has it: connections over drain window. */
    double pace() {
        return connections / (drainWindow.toNanos() / 1e9);
    }

    /** How long the clients hold: through the drain in any case. */
    Duration hold() {
        return BESIDE_DRAIN.plus(drainWindow);
    }

    int nodes() {
        return Math.ceilDiv(connections, FLOWS_PER_NODE);
    }

    /** The server's own check asks for the shortest idle timeout of a real load balancer. */
    TimeoutLadder timeouts() {
        return TimeoutLadder.of(KEEPALIVE, KEEPALIVE, Duration.ofMinutes(1));
    }
}
