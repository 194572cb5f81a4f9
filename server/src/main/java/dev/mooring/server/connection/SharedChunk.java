package dev.mooring.server.connection;

import dev.mooring.capacity.MeasuredCosts;
import java.io.IOException;

/** The rest of a frame that many queues share: a reference, and how far this peer has got. */
final class SharedChunk extends Chunk {
    static final long COST = MeasuredCosts.HELD_REFERENCE.count();

    private final SharedFrame frame;
    private final Delivery delivery;
    private int from;

    SharedChunk(SharedFrame frame, int from, Delivery delivery) {
        this.frame = frame;
        this.from = from;
        this.delivery = delivery;
    }

    @Override
    long charged() {
        return COST;
    }

    @Override
    int remaining() {
        return frame.length() - from;
    }

    @Override
    int send(Connection connection, Scratch scratch) throws IOException {
        return frame.transmit(connection, from);
    }

    @Override
    int sent(int count) {
        from += count;
        return remaining() == 0 ? 1 : 0;
    }

    @Override
    void release() {
        try {
            delivery.settled(remaining() == 0);
        } finally {
            frame.release();
        }
    }
}
