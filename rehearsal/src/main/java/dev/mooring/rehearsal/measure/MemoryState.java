package dev.mooring.rehearsal.measure;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.workbench.procfs.SocketMemory;

/**
 * What the server and its sockets keep at one moment.
 *
 * @param heap live objects
 * @param resident of the server's process
 * @param sockets of the whole machine
 */
public record MemoryState(Bytes heap, Bytes resident, SocketMemory sockets) {
    /** The memory of one connection, from what so many of them added. */
    public static ConnectionMemory perConnection(MemoryState none, MemoryState all, int connections) {
        return new ConnectionMemory(
                slope(none.heap, all.heap, connections),
                slope(none.resident, all.resident, connections),
                all.sockets.perSocketSince(none.sockets, connections));
    }

    private static double slope(Bytes none, Bytes all, int connections) {
        return (double) (all.count() - none.count()) / connections;
    }
}
