package dev.mooring.capacity;

import dev.mooring.capacity.InstanceType.Architecture;
import dev.mooring.capacity.InstanceType.Generation;
import dev.mooring.capacity.InstanceType.Hypervisor;
import dev.mooring.capacity.unit.Bytes;
import java.util.OptionalLong;

/**
 * What an instance is made of.
 *
 * @param memory the memory of the instance; the guest sees a little less, which the operating system's share covers
 * @param burstable whether its processors earn credits, and slow down when those are used up
 * @param networkBaselineMegabits the sustained bandwidth, in Mbit/s, where AWS tells it
 */
public record Hardware(
        int virtualCpus,
        Bytes memory,
        Architecture architecture,
        Generation generation,
        Hypervisor hypervisor,
        boolean burstable,
        OptionalLong networkBaselineMegabits) {
    /** The processors that it may use for good: of those that earn credits, what is earned for. */
    public double sustainedCpus() {
        return burstable ? virtualCpus * AwsLimits.BURSTABLE_BASELINE : virtualCpus;
    }
}
