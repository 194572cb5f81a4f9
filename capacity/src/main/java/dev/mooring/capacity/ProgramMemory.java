package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;

/**
 * The memory of a host's programs.
 *
 * @param jvm the server outside its heap
 * @param heap the server's heap
 * @param agent the host agent beside the server
 */
public record ProgramMemory(Bytes jvm, Bytes heap, Bytes agent) {
    Bytes total() {
        return jvm.plus(heap).plus(agent);
    }
}
