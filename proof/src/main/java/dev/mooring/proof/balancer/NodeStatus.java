package dev.mooring.proof.balancer;

/**
 * What a load balancer, or a node of it, has done so far.
 *
 * @param flows known or forgotten, whose sockets are open
 * @param opened flows since the start
 * @param forgotten flows that were idle for too long
 * @param resets packets of forgotten flows, each answered with an RST
 * @param withoutTarget connections that no target took
 */
public record NodeStatus(long flows, long opened, long forgotten, long resets, long withoutTarget) {
    NodeStatus plus(NodeStatus other) {
        return new NodeStatus(
                flows + other.flows,
                opened + other.opened,
                forgotten + other.forgotten,
                resets + other.resets,
                withoutTarget + other.withoutTarget);
    }
}
