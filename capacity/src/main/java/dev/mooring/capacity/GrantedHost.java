package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;

/**
 * What a host really gave the server, read at its start: the limits in force, not the ones that were asked for.
 *
 * @param nofile the soft limit of open files in /proc/self/limits
 * @param memoryAvailable MemAvailable of /proc/meminfo, or what the control group leaves where that is less
 * @param heap MaxHeapSize of the running JVM; Runtime.maxMemory() is less, it leaves out a survivor space
 */
public record GrantedHost(long nofile, Bytes memoryAvailable, Bytes heap) {}
