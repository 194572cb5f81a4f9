package dev.mooring.server.metrics;

/**
 * The file descriptors of the process.
 *
 * @param estimated whether {@code open} is derived from the counters instead of the kernel's count
 * @param limit the soft limit in force, after any clamping by systemd
 */
public record DescriptorUsage(long open, boolean estimated, long limit) {}
