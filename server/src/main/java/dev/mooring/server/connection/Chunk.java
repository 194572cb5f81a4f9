package dev.mooring.server.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Part of what a peer has not taken; whole frames, but for the first chunk of a queue, of which a part may be sent. */
abstract sealed class Chunk permits OwnChunk, SharedChunk {
    @Nullable
    Chunk next;

    /** What the queue was charged for it, in bytes. */
    abstract long charged();

    /** Bytes not yet sent. */
    abstract int remaining();

    /**
     * Sends as much as the kernel takes at once.
     *
     * @param scratch the loop's write buffer, which holds nothing
     * @return the bytes sent
     */
    abstract int send(Connection connection, Scratch scratch) throws IOException;

    /**
     * Takes off what was sent.
     *
     * @return how many messages have now been sent to their last byte
     */
    abstract int sent(int bytes);

    /** The connection ended before the chunk was sent, or it is sent. */
    abstract void release();
}
