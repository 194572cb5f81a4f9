package dev.mooring.server.metrics;

import dev.mooring.capacity.unit.Bytes;
import java.time.Duration;

/**
 * What the server's process uses of its host at one moment.
 *
 * @param descriptors open file descriptors
 * @param descriptorsEstimated whether {@code descriptors} is derived from the counters instead of the kernel's count
 * @param descriptorLimit the soft limit in force, after any clamping by systemd
 * @param resident resident memory now; kernel socket memory is not in it
 * @param residentAtStart resident memory before the first connection
 * @param cpuTime user and system time of all threads since the process started
 */
public record ProcessUsage(
        long descriptors,
        boolean descriptorsEstimated,
        long descriptorLimit,
        Bytes heapUsed,
        Bytes heapCommitted,
        Bytes resident,
        Bytes residentAtStart,
        Duration cpuTime) {}
