package dev.mooring.capacity;

/**
 * What a host is tuned to and how its server is started.
 *
 * @param descriptors nofile, fs.nr_open and fs.file-max
 * @param conntrack the host's conntrack table
 * @param ports listening ports and load balancer targets
 * @param timeouts keepalive, pong, idle and tracking timeout
 * @param heap the server's heap
 * @param jvm the options of the server's JVM
 * @param memory where the memory of a host goes
 */
public record HostPlan(
        DescriptorBudget descriptors,
        ConntrackBudget conntrack,
        PortBudget ports,
        TimeoutLadder timeouts,
        HeapPlan heap,
        JvmFlags jvm,
        MemoryBudget memory) {}
