package dev.mooring.proof.rehearsal.measure;

/**
 * Bytes that one connection adds.
 *
 * @param heap live objects of the server
 * @param resident of the server's process
 * @param kernel of the socket at the server's end
 * @param kernelIsExact whether the caches of sockets were read, not the sum of everything
 */
public record ConnectionMemory(double heap, double resident, double kernel, boolean kernelIsExact) {}
