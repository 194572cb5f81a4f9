package dev.mooring.server.connection;

import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;

/** The memory outside the heap from which an event loop writes. Not thread-safe. */
final class Scratch {
    static final int CAPACITY = 1 << 16;

    final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);
    final long address = Buffer.memoryAddress(buffer);
}
