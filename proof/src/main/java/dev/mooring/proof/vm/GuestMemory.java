package dev.mooring.proof.vm;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.workbench.procfs.SocketMemory;

/**
 * What of the machine's memory is in use.
 *
 * @param used memory that is neither free nor a cache of files
 * @param sockets kernel memory of sockets
 * @param resident of the server
 * @param generator resident memory of swarm, 0 when it does not run
 * @param socketBuffers pages of socket buffers
 */
record GuestMemory(Bytes used, SocketMemory sockets, Bytes resident, Bytes generator, long socketBuffers) {
    /** What is used beyond the two processes. */
    long outside() {
        return used.count() - resident.count() - generator.count();
    }
}
