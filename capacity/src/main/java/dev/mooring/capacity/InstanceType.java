package dev.mooring.capacity;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An EC2 instance type with what a plan needs to know about it.
 *
 * @param defaultTrackingTimeout how long an idle connection stays tracked when nothing is set: 350 seconds on Nitro v6,
 *     five days on every older type (AWS: EC2 security group connection tracking)
 * @param hourlyPrice on-demand price of Linux in {@link InstanceCatalog#PRICE_REGION}, in US dollars
 * @param trackedConnections the security group's connection tracking allowance where a measurement is published;
 *     AWS itself publishes none
 */
public record InstanceType(
        String name,
        Hardware hardware,
        Duration defaultTrackingTimeout,
        BigDecimal hourlyPrice,
        OptionalLong trackedConnections) {

    private static final Set<String> REFUSED_BY_ID =
            Set.of("c1", "cc1", "cc2", "cg1", "cg2", "cr1", "g1", "g2", "hi1", "hs1", "m1", "m2", "m3", "t1");

    /** The processor architecture, by the name that AWS uses. */
    public enum Architecture {
        X86_64,
        ARM64
    }

    /** Whether AWS lists the type as current. */
    public enum Generation {
        CURRENT,
        PREVIOUS
    }

    /** The hypervisor; it decides which network interface the host has. */
    public enum Hypervisor {
        XEN,
        NITRO
    }

    /**
     * Whether a Network Load Balancer takes the type by instance id. What it refuses must be registered by IP address,
     * with client IP preservation off (AWS: Target groups for your Network Load Balancers).
     */
    public boolean registersByInstanceId() {
        return !REFUSED_BY_ID.contains(name.substring(0, name.indexOf('.')));
    }

    /** Whether the launch template may set the interface's tracking timeout: on Nitro only. */
    public boolean trackingTimeoutConfigurable() {
        return hardware.hypervisor() == Hypervisor.NITRO;
    }

    /** Whether the default forgets an idle connection so soon that a plan may have to rely on another one. */
    public boolean forgetsSoon() {
        return defaultTrackingTimeout.compareTo(AwsLimits.TRACKING_TIMEOUT) < 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
