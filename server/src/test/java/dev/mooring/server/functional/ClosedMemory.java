package dev.mooring.server.functional;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/** A buffer that throws when it is read, as one of memory that its application has given back. */
final class ClosedMemory {
    private ClosedMemory() {}

    static ByteBuffer of(int bytes) {
        try (Arena arena = Arena.ofShared()) {
            return arena.allocate(bytes).asByteBuffer();
        }
    }
}
