package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is asked for: a fleet as cdk.json or the command line describes it. Plain data; {@link CapacityPlanner} decides
 * whether it is possible.
 *
 * @param connections connections per host
 * @param instance the instance type of every host
 * @param front what clients connect to
 * @param tls whether TLS ends at the load balancer
 * @param proxyProtocol whether the load balancer tells the clients' addresses, by PROXY v2
 * @param total connections of the whole fleet
 * @param spare hosts whose loss the others carry
 * @param maxHosts hosts at most; empty for twice the hosts needed
 * @param move whether fuller hosts send connections to emptier ones
 * @param keepalive time between two pings to one peer
 * @param pongTimeout how long a silent peer may take to answer
 * @param idleTimeout idle timeout of the load balancer
 * @param ports listening ports of the server
 * @param userBytes heap that the application keeps per connection
 * @param nofile open files of the server's process
 * @param conntrackMax size of the host's conntrack table
 */
public record FleetSpec(
        long connections,
        InstanceType instance,
        Front front,
        boolean tls,
        boolean proxyProtocol,
        long total,
        Spare spare,
        OptionalLong maxHosts,
        boolean move,
        Duration keepalive,
        Duration pongTimeout,
        Duration idleTimeout,
        PortRange ports,
        Bytes userBytes,
        long nofile,
        long conntrackMax) {

    /** A fleet of one m3.xlarge with 600,000 connections behind a Network Load Balancer. */
    public static FleetSpec defaults() {
        return of(Map.of());
    }

    /**
     * Reads a fleet from the "mooring" object of cdk.json, or from options; what is missing has its default.
     *
     * @throws RefusedException when a key is unknown or a value cannot be read
     */
    public static FleetSpec of(Map<String, ?> inputs) {
        return FleetTexts.of(inputs).spec();
    }

    /** Heap for each connection beside the server's own: what the application keeps, and the client's address where it is told. */
    public Bytes attachedBytes() {
        return proxyProtocol ? userBytes.plus(MeasuredCosts.CLIENT_ADDRESS) : userBytes;
    }

    /** The same fleet on another type. */
    public FleetSpec on(InstanceType type) {
        return new FleetSpec(
                connections,
                type,
                front,
                tls,
                proxyProtocol,
                total,
                spare,
                maxHosts,
                move,
                keepalive,
                pongTimeout,
                idleTimeout,
                ports,
                userBytes,
                nofile,
                conntrackMax);
    }

    /**
     * The same connections and application in another shape. Limits of the host follow its connections, and the idle timeout
     * the keepalive: three pings fit in it.
     *
     * @param perHost connections of one host
     */
    public FleetSpec shaped(InstanceType type, Front front, Duration keepalive, long perHost) {
        Duration idle = keepalive.multipliedBy(TimeoutLadder.PINGS_PER_IDLE_TIMEOUT);
        return new FleetSpec(
                perHost,
                type,
                front,
                tls,
                proxyProtocol && front == Front.NLB,
                total,
                spare,
                OptionalLong.empty(),
                move,
                keepalive,
                pongTimeout.compareTo(keepalive) > 0 ? keepalive : pongTimeout,
                tls || idle.compareTo(AwsLimits.IDLE_TIMEOUT_TLS) < 0 ? AwsLimits.IDLE_TIMEOUT_TLS : idle,
                ports,
                userBytes,
                DescriptorBudget.nofileFor(perHost),
                ConntrackBudget.maxFor(perHost));
    }

    /** The same fleet for so many connections in all, with or without TLS at the load balancer. */
    public FleetSpec holding(long connectionsInAll, boolean withTls) {
        return new FleetSpec(
                connections,
                instance,
                front,
                withTls,
                proxyProtocol,
                connectionsInAll,
                spare,
                maxHosts,
                move,
                keepalive,
                pongTimeout,
                idleTimeout,
                ports,
                userBytes,
                nofile,
                conntrackMax);
    }

    /**
     * The fleet as each of its hosts knows it: of that one host. How many others there are and where TLS ends change nothing
     * on it, and what a host is not told cannot roll it.
     */
    public FleetSpec ofOneHost() {
        return new FleetSpec(
                connections,
                instance,
                front,
                false,
                proxyProtocol,
                connections,
                Spare.NONE,
                OptionalLong.empty(),
                move,
                keepalive,
                pongTimeout,
                idleTimeout,
                ports,
                userBytes,
                nofile,
                conntrackMax);
    }

    /** Every input as text; {@link #of} reads the same fleet back from it. */
    public Map<FleetKey, String> texts() {
        Map<FleetKey, String> texts = new EnumMap<>(FleetKey.class);
        texts.put(FleetKey.CONNECTIONS, Long.toString(connections));
        texts.put(FleetKey.INSTANCE_TYPE, instance.name());
        texts.put(FleetKey.FRONT, front.toString());
        texts.put(FleetKey.TLS, Boolean.toString(tls));
        texts.put(FleetKey.PROXY_PROTOCOL, Boolean.toString(proxyProtocol));
        texts.put(FleetKey.TOTAL, Long.toString(total));
        texts.put(FleetKey.SPARE, spare.toString());
        maxHosts.ifPresent(hosts -> texts.put(FleetKey.MAX_HOSTS, Long.toString(hosts)));
        texts.put(FleetKey.MOVE, Boolean.toString(move));
        texts.put(FleetKey.KEEPALIVE, DurationText.format(keepalive));
        texts.put(FleetKey.PONG_TIMEOUT, DurationText.format(pongTimeout));
        texts.put(FleetKey.IDLE_TIMEOUT, DurationText.format(idleTimeout));
        texts.put(FleetKey.PORTS, ports.toString());
        texts.put(FleetKey.USER_BYTES, userBytes.toString());
        texts.put(FleetKey.NOFILE, Long.toString(nofile));
        texts.put(FleetKey.CONNTRACK_MAX, Long.toString(conntrackMax));
        return texts;
    }
}
