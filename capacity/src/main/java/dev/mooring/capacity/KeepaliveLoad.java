package dev.mooring.capacity;

import java.time.Duration;

/**
 * What the pings of one host cost, spread evenly over the keepalive interval.
 * Formulas: docs/capacity-model.md, "Load".
 *
 * @param pingsPerSecond pings, and as many pongs
 * @param cores processor cores that they keep busy
 * @param bitsPerSecond their bandwidth with all headers, both directions
 */
public record KeepaliveLoad(double pingsPerSecond, double cores, double bitsPerSecond) {
    /** Pings may take half of the host's processors; the rest is for messages and reconnect storms. */
    private static final double MAX_SHARE = 0.5;

    public static KeepaliveLoad of(long connections, Duration keepalive, Ingress ingress) {
        double pings = connections / seconds(keepalive);
        return new KeepaliveLoad(pings, pings * seconds(ingress.pingCpu()), pings * ingress.hostWire() * Byte.SIZE);
    }

    /** The connections whose pings take half of so many processors. */
    public static long mostConnections(double virtualCpus, Duration keepalive, Ingress ingress) {
        return (long) (virtualCpus * MAX_SHARE * seconds(keepalive) / seconds(ingress.pingCpu()));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
