package dev.mooring.server.connection;

import dev.mooring.server.frame.FrameDecoder;

/** The decoder that holds the received part of a connection's frame or message. */
final class PartialMessage extends Held {
    final FrameDecoder decoder;
    /** How much of the message had arrived when it was last looked at. */
    private int marked;

    PartialMessage(Connection connection, FrameDecoder decoder) {
        super(connection);
        this.decoder = decoder;
    }

    /** Another message has begun, all of which counts. */
    void restart() {
        marked = 0;
    }

    void mark() {
        marked = decoder.bufferedBytes();
    }

    int grownBy() {
        return decoder.bufferedBytes() - marked;
    }
}
