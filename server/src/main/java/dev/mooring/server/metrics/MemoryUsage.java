package dev.mooring.server.metrics;

import dev.mooring.capacity.unit.Bytes;

/**
 * The memory of the process.
 *
 * @param resident resident memory now; kernel socket memory is not in it
 * @param residentAtStart resident memory before the first connection
 */
public record MemoryUsage(Bytes heapUsed, Bytes heapCommitted, Bytes resident, Bytes residentAtStart) {}
