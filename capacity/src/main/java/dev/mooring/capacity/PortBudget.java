package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The ports of one host and the load balancer targets they become.
 * Formulas: docs/capacity-model.md, "Ports and targets".
 *
 * <p>Without client IP preservation the load balancer opens its own connections to the target and has about 55,000
 * source ports for each target IP and port. Several ports on one host are several targets of one target group.
 *
 * @param mode how the host is registered
 * @param ports listening ports of the server
 * @param targets targets that one host occupies in its load balancer's quota
 * @param carries connections that the load balancer can hold to one host, empty when its source ports do not bind
 * @param hostsPerLoadBalancer hosts that fit in the quota of one cross-zone load balancer, 0 without one
 */
public record PortBudget(Mode mode, int ports, int targets, OptionalLong carries, long hostsPerLoadBalancer) {

    /** How a host becomes a target. */
    public enum Mode {
        /** By instance id, client addresses preserved: the client's own ports count, not the load balancer's. */
        INSTANCE,
        /** By IP address, client addresses replaced: 55,000 connections for each port of the host. */
        IP,
        /** Not at all: clients connect to the host. */
        NONE;

        /** The name that load balancers use for it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static PortBudget of(Front front, TargetType type, int ports) {
        Mode mode = modeOf(front, type);
        int targets = switch (mode) {
            case IP -> ports;
            case INSTANCE -> 1;
            case NONE -> 0;
        };
        OptionalLong carries =
                mode == Mode.IP ? OptionalLong.of(ports * AwsLimits.CONNECTIONS_PER_TARGET) : OptionalLong.empty();
        long hosts = mode == Mode.NONE ? 0 : AwsLimits.TARGETS_PER_LOAD_BALANCER / targets;
        return new PortBudget(mode, ports, targets, carries, hosts);
    }

    /**
     * Refuses ports that carry fewer connections than the host is to hold, or more than a load balancer has targets.
     *
     * @throws RefusedException naming the ports that suffice
     */
    public void requireCarries(long connections) {
        if (carries.isPresent() && carries.getAsLong() < connections) {
            throw RefusedException.of(
                    "ports",
                    ports,
                    "carry " + carries.getAsLong() + " connections, fewer than",
                    "connections=" + connections,
                    "use " + portsFor(connections)
                            + " or more ports, or a current instance-type and target-type=instance");
        }
        if (targets > AwsLimits.TARGETS_PER_LOAD_BALANCER) {
            throw RefusedException.of(
                    "ports",
                    ports,
                    "are more than",
                    "targets=" + AwsLimits.TARGETS_PER_LOAD_BALANCER + " of one load balancer",
                    "use fewer ports");
        }
    }

    /** Load balancers that so many hosts need. */
    public long loadBalancersFor(long hosts) {
        return mode == Mode.NONE ? 0 : Math.ceilDiv(hosts, hostsPerLoadBalancer);
    }

    /** The fewest ports that carry so many connections by IP address. */
    public static long portsFor(long connections) {
        return Math.ceilDiv(connections, AwsLimits.CONNECTIONS_PER_TARGET);
    }

    private static Mode modeOf(Front front, TargetType type) {
        if (front == Front.DIRECT) {
            return Mode.NONE;
        }
        return type == TargetType.INSTANCE ? Mode.INSTANCE : Mode.IP;
    }
}
