package dev.mooring.proof.rehearsal;

import dev.mooring.capacity.unit.Bytes;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What was measured of the server while it held its connections.
 *
 * @param connections held when it was measured
 * @param heapPerConnection live heap, from none to all
 * @param resident resident memory with all
 * @param residentEmpty resident memory with none
 * @param kernelPerConnection slabs of one socket, both ends of a connection divided by two; empty where they cannot be read
 * @param pings sent within the window
 * @param cpuPerPing CPU of the server for a ping and its pong within the window, the compiler's left out
 */
record Moored(
        int connections,
        double heapPerConnection,
        Bytes resident,
        Bytes residentEmpty,
        OptionalDouble kernelPerConnection,
        long pings,
        Duration cpuPerPing) {
    /** Resident memory grown, none where the collector and the trimming gave back more than the connections took. */
    double residentPerConnection() {
        return (double) Math.max(0, resident.count() - residentEmpty.count()) / Math.max(1, connections);
    }
}
