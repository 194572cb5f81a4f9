package dev.mooring.capacity;

import java.time.Duration;

/**
 * How fast hosts come and go. A host that leaves closes its connections at a pace that the others can take; everything
 * that waits for it waits longer. The one place where these times are decided: server, agent, unit, hooks and load
 * balancer are given them. Formulas: docs/capacity-model.md, "A roll".
 *
 * @param balancerLag how long clients are sent to a host that was deregistered, or whose address was taken out of the name,
 *     and it goes on admitting
 * @param drainWindow over which a host closes its connections after that
 * @param deregistrationDelay after which the load balancer drops what is left: the lag, the drain and five minutes
 * @param joinDeadline from the agent's start to a verified host
 * @param launchTimeout of the launch hook: the join, an earlier registration of the same address that must end first, and
 *     ten minutes for the boot
 * @param terminateTimeout of the terminate hook between two heartbeats of the agent
 * @param heartbeatInterval of the agent
 */
public record RollPace(
        Duration balancerLag,
        Duration drainWindow,
        Duration deregistrationDelay,
        Duration joinDeadline,
        Duration launchTimeout,
        Duration terminateTimeout,
        Duration heartbeatInterval) {
    /** Of a host that needs no longer; also what server and agent take when nobody gave them a plan. */
    public static final Duration MIN_DRAIN_WINDOW = Duration.ofMinutes(15);

    /**
     * Measured by users of network load balancers, whatever the deregistration delay says: kubernetes-sigs,
     * aws-load-balancer-controller, issues 2366 and 3270; aws, containers-roadmap, issue 470.
     */
    public static final Duration BALANCER_LAG = Duration.ofMinutes(2);

    /**
     * Of a server that was given no other: who was sent in the last moment of the lag has been admitted or has failed by then.
     */
    public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    /** Of the record of a host that no load balancer stands before: a resolver may hold an address for that long. */
    public static final Duration RECORD_TTL = Duration.ofMinutes(1);

    /** A change has reached every server of Route 53 by then: developer guide, "Checking the status of your changes". */
    private static final Duration RECORD_SPREAD = Duration.ofMinutes(1);

    /** Below the 800 new connections a second that one capacity unit of the load balancer pays for. */
    private static final long CLOSED_PER_SECOND = 667;

    private static final Duration AFTER_DRAIN = Duration.ofMinutes(5);
    /** A host of more than 2.1 million closes faster instead, and the roll is billed at more than one capacity unit. */
    private static final Duration MAX_DRAIN_WINDOW =
            AwsLimits.MAX_DEREGISTRATION.minus(BALANCER_LAG).minus(AFTER_DRAIN);

    /** The delay before the first close, the last closing handshakes, and room for a host that is short of processor. */
    private static final Duration STOP_MARGIN = Duration.ofMinutes(2);

    private static final Duration JOIN = Duration.ofMinutes(15);
    private static final Duration BOOT = Duration.ofMinutes(10);
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);
    private static final int HEARTBEATS_PER_TIMEOUT = 5;

    /** The pace for hosts of this many connections. */
    public static RollPace of(long connections) {
        Duration drain = Duration.ofSeconds(Math.ceilDiv(connections, CLOSED_PER_SECOND));
        if (drain.compareTo(MIN_DRAIN_WINDOW) < 0) {
            drain = MIN_DRAIN_WINDOW;
        } else if (drain.compareTo(MAX_DRAIN_WINDOW) > 0) {
            drain = MAX_DRAIN_WINDOW;
        }
        Duration delay = BALANCER_LAG.plus(drain).plus(AFTER_DRAIN);
        return new RollPace(
                BALANCER_LAG,
                drain,
                delay,
                JOIN,
                JOIN.plus(delay).plus(BOOT),
                HEARTBEAT.multipliedBy(HEARTBEATS_PER_TIMEOUT),
                HEARTBEAT);
    }

    /** The same where no load balancer stands before the hosts: clients find them by their addresses in a name. */
    public RollPace byName() {
        return new RollPace(
                RECORD_SPREAD.plus(RECORD_TTL),
                drainWindow,
                deregistrationDelay,
                joinDeadline,
                launchTimeout,
                terminateTimeout,
                heartbeatInterval);
    }

    /** After which the server may be killed: it has drained long before. */
    public Duration stopTimeout() {
        return drainWindow.plus(STOP_MARGIN);
    }
}
