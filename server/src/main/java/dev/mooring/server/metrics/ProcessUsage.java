package dev.mooring.server.metrics;

import java.time.Duration;

/**
 * What the server's process uses of its host at one moment.
 *
 * @param cpuTime user and system time of all threads since the process started
 */
public record ProcessUsage(DescriptorUsage descriptors, MemoryUsage memory, Duration cpuTime) {}
