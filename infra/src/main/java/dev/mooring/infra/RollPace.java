package dev.mooring.infra;

import static dev.mooring.capacity.unit.DurationText.format;

import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.RefusedException;
import java.time.Duration;

/**
 * How fast hosts come and go. A host that leaves closes its connections at a pace that the others can take; everything
 * that waits for it waits longer.
 *
 * @param drainWindow over which a host closes its connections
 * @param deregistrationDelay after which the load balancer drops what is left: the drain and five minutes
 * @param joinDeadline from the agent's start to a verified host
 * @param launchTimeout of the launch hook: the join, an earlier registration of the same address that must end first, and
 *     ten minutes for the boot
 * @param terminateTimeout of the terminate hook between two heartbeats of the agent
 * @param heartbeatInterval of the agent
 */
public record RollPace(
        Duration drainWindow,
        Duration deregistrationDelay,
        Duration joinDeadline,
        Duration launchTimeout,
        Duration terminateTimeout,
        Duration heartbeatInterval) {
    /** Below the 800 new connections a second that one capacity unit of the load balancer pays for. */
    private static final long CLOSED_PER_SECOND = 667;

    private static final Duration SHORTEST_DRAIN = Duration.ofMinutes(15);
    private static final Duration AFTER_DRAIN = Duration.ofMinutes(5);
    private static final Duration JOIN = Duration.ofMinutes(15);
    private static final Duration BOOT = Duration.ofMinutes(10);
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);
    private static final int HEARTBEATS_PER_TIMEOUT = 5;

    /** The pace for hosts of so many connections. */
    public static RollPace of(long connections) {
        Duration needed = Duration.ofSeconds(Math.ceilDiv(connections, CLOSED_PER_SECOND));
        Duration drain = needed.compareTo(SHORTEST_DRAIN) > 0 ? needed : SHORTEST_DRAIN;
        Duration delay = drain.plus(AFTER_DRAIN);
        if (delay.compareTo(AwsLimits.DEREGISTRATION_LONGEST) > 0) {
            throw RefusedException.of(
                    "connections",
                    connections,
                    "drain in " + format(drain) + ", longer than",
                    format(AwsLimits.DEREGISTRATION_LONGEST.minus(AFTER_DRAIN)),
                    "use more hosts with fewer connections each");
        }
        return new RollPace(
                drain,
                delay,
                JOIN,
                JOIN.plus(delay).plus(BOOT),
                HEARTBEAT.multipliedBy(HEARTBEATS_PER_TIMEOUT),
                HEARTBEAT);
    }
}
