package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
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
 * @param fleet how many connections and hosts in all
 * @param host what each host is to give its server
 */
public record FleetSpec(
        long connections,
        InstanceType instance,
        Ingress ingress,
        FleetBounds fleet,
        KeepaliveTiming timing,
        HostSpec host) {

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

    /**
     * Heap for each connection beside the server's own: what the application keeps, the client's address where it is told, and
     * the keys where the server ends TLS.
     */
    public Bytes attachedBytes() {
        return host.userBytes().plus(ingress.heap());
    }

    /** Resident memory of the server beside its heap, beyond what it has without TLS. */
    Bytes residentForTls() {
        return ingress.resident(instance.hardware().virtualCpus());
    }

    /** The same fleet on another type. */
    public FleetSpec on(InstanceType type) {
        return new FleetSpec(connections, type, ingress, fleet, timing, host);
    }

    /**
     * The same connections and application in another shape. Limits of the host follow its connections, and the idle timeout
     * the keepalive: three pings fit in it. A host is a target in the way that carries the most.
     *
     * @param perHost connections of one host
     */
    public FleetSpec shaped(InstanceType type, Front front, Duration keepalive, long perHost) {
        Duration idle = keepalive.multipliedBy(TimeoutLadder.PINGS_PER_IDLE_TIMEOUT);
        return new FleetSpec(
                perHost,
                type,
                new Ingress(
                        front,
                        front == Front.NLB && type.registersByInstanceId() ? TargetType.INSTANCE : TargetType.ADDRESS,
                        ingress.tls(),
                        ingress.proxyProtocol() && front == Front.NLB),
                new FleetBounds(fleet.total(), fleet.spare(), OptionalLong.empty(), fleet.move()),
                new KeepaliveTiming(
                        keepalive,
                        timing.pongTimeout().compareTo(keepalive) > 0 ? keepalive : timing.pongTimeout(),
                        ingress.endsAtBalancer() || idle.compareTo(AwsLimits.IDLE_TIMEOUT_TLS) < 0
                                ? AwsLimits.IDLE_TIMEOUT_TLS
                                : idle),
                new HostSpec(
                        host.ports(),
                        host.userBytes(),
                        DescriptorBudget.nofileFor(perHost),
                        ConntrackBudget.maxFor(perHost)));
    }

    /** The same fleet for so many connections in all, with TLS that ends elsewhere or nowhere. */
    public FleetSpec holding(long connectionsInAll, Tls tls) {
        return new FleetSpec(
                connections,
                instance,
                ingress.withTls(tls),
                new FleetBounds(connectionsInAll, fleet.spare(), fleet.maxHosts(), fleet.move()),
                timing,
                host);
    }

    /**
     * The fleet as each of its hosts knows it: of that one host. How many others there are and whether TLS ends at the load
     * balancer change nothing on it, and what a host is not told cannot roll it.
     */
    public FleetSpec ofOneHost() {
        return new FleetSpec(
                connections,
                instance,
                ingress.withTls(ingress.endsOnHost() ? Tls.HOST : Tls.NONE),
                new FleetBounds(connections, Spare.NONE, OptionalLong.empty(), fleet.move()),
                timing,
                host);
    }

    /** Every input as text; {@link #of} reads the same fleet back from it. */
    public Map<FleetKey, String> texts() {
        Map<FleetKey, String> texts = new EnumMap<>(FleetKey.class);
        texts.put(FleetKey.CONNECTIONS, Long.toString(connections));
        texts.put(FleetKey.INSTANCE_TYPE, instance.name());
        texts.put(FleetKey.FRONT, ingress.front().toString());
        texts.put(FleetKey.TARGET_TYPE, ingress.targetType().toString());
        texts.put(FleetKey.TLS, ingress.tls().toString());
        texts.put(FleetKey.PROXY_PROTOCOL, Boolean.toString(ingress.proxyProtocol()));
        texts.put(FleetKey.TOTAL, Long.toString(fleet.total()));
        texts.put(FleetKey.SPARE, fleet.spare().toString());
        fleet.maxHosts().ifPresent(hosts -> texts.put(FleetKey.MAX_HOSTS, Long.toString(hosts)));
        texts.put(FleetKey.MOVE, Boolean.toString(fleet.move()));
        texts.put(FleetKey.KEEPALIVE, DurationText.format(timing.keepalive()));
        texts.put(FleetKey.PONG_TIMEOUT, DurationText.format(timing.pongTimeout()));
        texts.put(FleetKey.IDLE_TIMEOUT, DurationText.format(timing.idleTimeout()));
        texts.put(FleetKey.PORTS, host.ports().toString());
        texts.put(FleetKey.USER_BYTES, host.userBytes().toString());
        texts.put(FleetKey.NOFILE, Long.toString(host.nofile()));
        texts.put(FleetKey.CONNTRACK_MAX, Long.toString(host.conntrackMax()));
        return texts;
    }
}
