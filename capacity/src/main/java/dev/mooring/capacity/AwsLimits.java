package dev.mooring.capacity;

import java.time.Duration;

/**
 * The limits of Network Load Balancers and network interfaces that a plan must respect, as AWS documents them.
 *
 * <p>docs/capacity-model.md lists each with its page; a test compares the two.
 */
public final class AwsLimits {
    /** Simultaneous connections, and new ones a minute, per target IP and port without client IP preservation. */
    public static final long CONNECTIONS_PER_TARGET = 55_000;

    /** Targets of one Network Load Balancer with cross-zone load balancing on. */
    public static final long TARGETS_PER_LOAD_BALANCER = 500;

    /** The shortest idle timeout a TCP listener takes. */
    public static final Duration MIN_IDLE_TIMEOUT = Duration.ofSeconds(60);

    /** The longest idle timeout a TCP listener takes. */
    public static final Duration MAX_IDLE_TIMEOUT = Duration.ofMinutes(100);

    /** The idle timeout of a TLS listener, which cannot be changed. */
    public static final Duration IDLE_TIMEOUT_TLS = Duration.ofSeconds(350);

    /** The longest deregistration delay of a target group, after which the load balancer drops what is left. */
    public static final Duration MAX_DEREGISTRATION = Duration.ofHours(1);

    /** The longest for which a target that fails its checks keeps its connections; at its end they are cut. */
    public static final Duration MAX_UNHEALTHY_DRAINING = Duration.ofHours(100);

    /** How long a network interface tracks an idle connection, unless something says otherwise; Nitro v6 has 350s. */
    public static final Duration TRACKING_TIMEOUT = Duration.ofDays(5);

    /** The share of a processor for which burstable types earn credits: the least of t3, t3a and t4g from small on. */
    public static final double BURSTABLE_BASELINE = 0.2;

    /** New TCP connections a second in one capacity unit of a load balancer. */
    public static final long UNIT_NEW_TCP = 800;

    /** Active TCP connections in one capacity unit. */
    public static final long UNIT_ACTIVE_TCP = 100_000;

    /** New TLS connections a second in one capacity unit. */
    public static final long UNIT_NEW_TLS = 50;

    /** Active TLS connections in one capacity unit. */
    public static final long UNIT_ACTIVE_TLS = 3_000;

    /** Gigabytes an hour in one capacity unit. */
    public static final long UNIT_GIGABYTES = 1;

    private AwsLimits() {}
}
