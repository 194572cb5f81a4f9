package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;

/**
 * What TLS on the host takes beside what each connection keeps: the library, and the handshakes that are under way. Formulas:
 * docs/capacity-model.md, "Memory".
 */
public final class TlsMemory {
    /** The most handshakes that one event loop of the server has under way; who comes then waits, and nothing of it is read. */
    public static final int HANDSHAKES_PER_LOOP = 1_024;

    private TlsMemory() {}

    /** Resident memory outside the heap with as many event loops, one for each processor, when all clients come back at once. */
    static Bytes resident(int loops) {
        return MeasuredCosts.TLS_LIBRARY.plus(MeasuredCosts.TLS_HANDSHAKE.times((long) HANDSHAKES_PER_LOOP * loops));
    }
}
