package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * An EC2 instance type with what a plan needs to know about it.
 *
 * @param memory the memory of the instance; the guest sees a little less, which the operating system's share covers
 * @param networkBaselineMegabits the sustained bandwidth, in Mbit/s
 * @param hourlyPrice on-demand price of Linux in us-east-1, in US dollars
 * @param priceSource where and when the price was read
 * @param trackedConnections the security group's connection tracking allowance where a measurement is published;
 *     AWS itself publishes none
 */
public record InstanceType(
        String name,
        int virtualCpus,
        Bytes memory,
        Architecture architecture,
        Generation generation,
        Hypervisor hypervisor,
        int networkBaselineMegabits,
        BigDecimal hourlyPrice,
        String priceSource,
        OptionalLong trackedConnections) {

    /** The processor architecture, by the name that AWS uses. */
    public enum Architecture {
        X86_64,
        ARM64
    }

    /** Whether AWS lists the type as current; load balancers treat previous generations differently. */
    public enum Generation {
        CURRENT,
        PREVIOUS
    }

    /** The hypervisor; it decides which network interface and which tracking timeout the host has. */
    public enum Hypervisor {
        XEN,
        NITRO,
        NITRO_V6
    }

    /**
     * Whether a Network Load Balancer takes the type by instance id. It refuses M3 and its generation, which must be
     * registered by IP address with client IP preservation off (AWS: RegisterTargets, Edit target group attributes).
     */
    public boolean registersByInstanceId() {
        return generation == Generation.CURRENT;
    }

    /** Whether the launch template may set the interface's tracking timeout: on Nitro only. */
    public boolean trackingTimeoutConfigurable() {
        return hypervisor != Hypervisor.XEN;
    }

    /** How long an idle connection stays tracked when nothing is set. */
    public Duration defaultTrackingTimeout() {
        return hypervisor == Hypervisor.NITRO_V6 ? AwsLimits.TRACKING_TIMEOUT_NITRO_V6 : AwsLimits.TRACKING_TIMEOUT;
    }

    @Override
    public String toString() {
        return name;
    }
}
