package dev.mooring.rehearsal.measure;

import dev.mooring.workbench.procfs.KernelMemory;

/**
 * Bytes that one connection adds.
 *
 * @param heap live objects of the server
 * @param resident of the server's process
 * @param kernel of the socket at the server's end
 */
public record ConnectionMemory(double heap, double resident, KernelMemory kernel) {}
