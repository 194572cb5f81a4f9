package dev.mooring.server.connection;

import static java.util.Objects.requireNonNull;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.frame.FrameEncoder;
import dev.mooring.server.frame.Opcode;
import io.netty.channel.epoll.EpollIoOps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the peers of one loop have not taken.
 *
 * <p>What is kept is charged before it is made. Each slow timeout a peer must have taken all that was queued when it was
 * last looked at, or have read on at {@link ConnectionLimits#STANDSTILL}, or it is closed with 1008; where the wire loses
 * what is sent, six timeouts. When the memory is used up the sender is told, and who has not read at {@link ConnectionLimits#MIN_PACE} for half a slow timeout is reset.
 * Not thread-safe.
 */
final class OutboundQueues {
    private static final long FIXED = MeasuredCosts.HELD_QUEUE.count();
    /** For one, and for those that other loops take meanwhile. */
    private static final long REFERENCES = 16 * (FIXED + SharedChunk.COST);
    /** So many of the oldest are looked at, a system call each, for one that pays. */
    private static final int MAX_LOOKS = 8;

    /** Between two tries of a TCP that meets loss after loss lie up to half a minute. */
    private static final int TIMEOUTS_ON_THE_WIRE = 6;

    private final ConnectionLoop loop;
    private final PoolShare memory;
    private final HeldList<OutboundQueue> held = new HeldList<>();
    private final long timeoutNanos;
    private final long minProgress;
    /** Whose long message is being written, and how much memory is reserved for what the kernel may not take of it. */
    private @Nullable Connection writing;

    private int reserved;
    /** Bytes that are half sent have to be kept: who pays needs not have stood still for long. */
    private boolean urgent;

    OutboundQueues(ConnectionLoop loop) {
        this.loop = loop;
        timeoutNanos = loop.limits.slowTimeout().toNanos();
        minProgress = ConnectionLimits.STANDSTILL.in(loop.limits.slowTimeout());
        memory = loop.budget.queues.share(loop::execute, this::stillestPays);
    }

    /** Charges what is kept for peers elsewhere, or gives it back. */
    void hold(long bytes) {
        if (bytes > 0) {
            memory.takeRegardless(bytes);
        } else {
            memory.release(-bytes);
        }
    }

    /** Whether a message may be begun that the peer perhaps does not take; the rest of one write always finds room then. */
    boolean hasRoom() {
        return memory.makesRoom(0);
    }

    /**
     * Whether references to shared frames still find room, in the last eighth: the frame itself is charged already, and a
     * peer that reads is not to miss it because others do not.
     */
    boolean hasRoomForReferences() {
        boolean room = memory.take(REFERENCES);
        if (room) {
            memory.release(REFERENCES);
        }
        return room;
    }

    /**
     * Takes memory for the rest of a message that is longer than one write; false, and nothing is taken, if there is none.
     * It is released by {@link #releaseReserved}, or when the connection ends in the middle of the write.
     */
    boolean reserve(Connection connection, int bytes) {
        if (!memory.take(FIXED + OwnChunk.cost(bytes))) {
            return false;
        }
        writing = connection;
        reserved = bytes;
        return true;
    }

    /** Releases what is still reserved for the connection. */
    void releaseReserved(Connection connection) {
        if (connection.is(writing)) {
            writing = null;
            memory.release(FIXED + OwnChunk.cost(reserved));
        }
    }

    /** Whether there is memory for a message, without asking anybody for it. */
    boolean isFree() {
        return loop.budget.queues.hasRoom(0);
    }

    /**
     * Queues a frame whole; false, and nothing of it is taken, when there is no memory for it, or when it is a message and
     * the connection was closed by what others' paying for it led to: nothing follows a Close.
     */
    boolean frame(Connection connection, int opcode, ByteBuffer payload) {
        return frame(connection, opcode, payload, Memory.ASKED);
    }

    /** Queues a frame whole whatever the memory; others may have to pay for it. */
    void promised(Connection connection, int opcode, ByteBuffer payload) {
        frame(connection, opcode, payload, Memory.REGARDLESS);
    }

    private boolean frame(Connection connection, int opcode, ByteBuffer payload, Memory memory) {
        int count = FrameEncoder.headerLength(payload.remaining()) + payload.remaining();
        OutboundQueue queue = of(connection);
        OwnChunk last = queue == null ? null : queue.roomFor(count);
        if (last != null) {
            last.addFrame(opcode, payload);
            requireNonNull(queue).grown(count);
            return true;
        }
        int capacity = OwnChunk.capacityFor(count, queue == null ? 0 : queue.bytes());
        return take(connection, OwnChunk.cost(capacity), memory, () -> {
            if (Opcode.isControl(opcode) ? connection.ended() : !connection.open()) {
                return false;
            }
            OwnChunk chunk = new OwnChunk(capacity, 0, false);
            chunk.addFrame(opcode, payload);
            queueOf(connection).add(chunk);
            return true;
        });
    }

    /**
     * Queues the rest of what the kernel has taken a part of. It is queued before anybody pays for it: on hearing of the end
     * of who pays, an application may send to this one too, which would come into the middle of a frame.
     *
     * @param begun bytes at its beginning that belong to a frame of which a part is sent
     * @param message whether that frame is a message
     */
    void rest(Connection connection, ByteBuffer source, int from, int to, int begun, boolean message) {
        OwnChunk chunk = new OwnChunk(to - from, begun, message);
        chunk.add(source, from, to - from);
        boolean _ = take(connection, chunk.charged(), Memory.BEGUN, () -> {
            queueOf(connection).add(chunk);
            return true;
        });
        payForRest(connection);
    }

    /** Lets others pay for what was queued without asking. A frame cannot be cut: who has half of one, and no room, is reset. */
    private void payForRest(Connection connection) {
        urgent = true;
        boolean within;
        try {
            within = memory.relieved();
        } finally {
            urgent = false;
        }
        if (!within && !connection.ended()) {
            loop.warn(
                    "the memory for what peers have not taken is used up: one that has half a frame is reset; raise the"
                            + " heap or lower outbound-limit",
                    null);
            loop.counters.slowCloses.increment();
            connection.reset();
        }
    }

    /** Queues the rest of a message for which memory was reserved: of the header what is left of it, and the payload. */
    void keepReserved(Connection connection, ByteBuffer header, ByteBuffer payload) {
        int count = header.remaining() + payload.remaining();
        OwnChunk chunk = new OwnChunk(count, count, true);
        chunk.add(header, header.position(), header.remaining());
        chunk.add(payload, payload.position(), payload.remaining());
        queueOf(connection).add(chunk);
        writing = null;
        memory.release(OwnChunk.cost(reserved) - OwnChunk.cost(count));
    }

    /**
     * Queues a reference to a shared frame of an open connection, or to the rest of one that is begun.
     *
     * @return false, and nothing is taken, when there is no memory for it, or when the connection was closed by what others'
     *     paying for it led to; never for one that is begun, though its connection may have ended
     */
    boolean shared(Connection connection, SharedFrame frame, int from, Delivery delivery) {
        boolean begun = from > 0;
        boolean queued = take(connection, SharedChunk.COST, begun ? Memory.BEGUN : Memory.ASKED, () -> {
            if (!begun && !connection.open()) {
                return false;
            }
            SharedChunk chunk = new SharedChunk(frame, from, delivery);
            queueOf(connection).add(chunk);
            frame.retain();
            return true;
        });
        if (begun) {
            payForRest(connection);
        }
        return queued;
    }

    /**
     * Moves as much of the queue into the kernel as it takes.
     *
     * @param scratch the loop's write buffer, which holds nothing
     * @return whether the queue is empty, and gone
     */
    boolean drain(Connection connection, OutboundQueue queue, Scratch scratch) throws IOException {
        while (!queue.isEmpty()) {
            ByteBuffer record = queue.record();
            if (record != null) {
                if (!sendRecord(connection, queue, record, scratch)) {
                    return false;
                }
                continue;
            }
            int sent = queue.head().send(connection, scratch);
            if (sent <= 0) {
                return false;
            }
            loop.counters.messagesSent.add(queue.taken(sent));
            if (queue.head().remaining() == 0) {
                memory.release(queue.drop());
            }
        }
        forget(connection);
        return true;
    }

    /** Whether the kernel has taken anything. */
    private boolean sendRecord(Connection connection, OutboundQueue queue, ByteBuffer record, Scratch scratch)
            throws IOException {
        int length = Math.min(record.remaining(), Scratch.CAPACITY);
        scratch.buffer.put(0, record, record.position(), length);
        int taken = connection.sendAddress(scratch.address, 0, length);
        if (taken > 0) {
            record.position(record.position() + taken);
        }
        if (!record.hasRemaining()) {
            long cost = OwnChunk.cost(record.capacity());
            queue.record(null, -cost);
            memory.release(cost);
        }
        return taken > 0;
    }

    /** Whether a TLS record of the connection is half sent. */
    boolean hasRecord(Connection connection) {
        OutboundQueue queue = of(connection);
        return queue != null && queue.record() != null;
    }

    /**
     * Queues the rest of a sealed record, behind that of another if there is one and before everything else. Nobody pays for
     * it at once: on hearing of that an application may send, in the middle of what this record is a part of.
     */
    void record(Connection connection, ByteBuffer source, int from, int to) {
        OutboundQueue before = of(connection);
        ByteBuffer unsent = before == null ? null : before.record();
        int first = unsent == null ? 0 : unsent.remaining();
        ByteBuffer rest = ByteBuffer.allocate(first + to - from);
        if (unsent != null) {
            rest.put(0, unsent, unsent.position(), first);
        }
        rest.put(first, source, from, to - from);
        long cost = OwnChunk.cost(rest.capacity()) - (unsent == null ? 0 : OwnChunk.cost(unsent.capacity()));
        boolean _ = take(connection, cost, Memory.BEGUN, () -> {
            queueOf(connection).record(rest, cost);
            return true;
        });
    }

    /** Gives up what is held for a connection. */
    void forget(Connection connection) {
        releaseReserved(connection);
        OutboundQueue queue = of(connection);
        if (queue != null) {
            connection.busyState().outbound = null;
            held.remove(queue);
            memory.release(FIXED + queue.charged);
            queue.release();
        }
    }

    /** Looks at those who had their time: one system call each. */
    void expire(long now) {
        OutboundQueue oldest = held.oldest();
        while (oldest != null && now - oldest.since >= timeoutNanos) {
            held.renew(oldest, now);
            try {
                look(oldest);
            } catch (Throwable broken) {
                oldest.connection.broken(broken);
            }
            oldest = held.oldest();
        }
    }

    private void look(OutboundQueue queue) {
        long edge = loop.window.edge(queue.connection);
        if (queue.markPassed() || queue.progress(edge) >= minProgress) {
            queue.mark(edge);
        } else if (!loop.window.waitsForTheWire() || queue.stoodStill() >= TIMEOUTS_ON_THE_WIRE) {
            queue.connection.closeAsSlow();
        }
    }

    private boolean stillestPays() {
        long now = loop.clock.present();
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            OutboundQueue oldest = held.oldest();
            if (oldest == null || (!urgent && now - oldest.since < timeoutNanos / 2)) {
                return false;
            }
            long edge = loop.window.edge(oldest.connection);
            if (!oldest.markPassed() && oldest.progress(edge) <= ConnectionLimits.MIN_PACE.in(now - oldest.since)) {
                loop.warn(
                        "the memory for what peers have not taken is used up: the one that has not read for longest is"
                                + " reset; raise the heap or lower outbound-limit",
                        null);
                loop.counters.slowCloses.increment();
                oldest.connection.reset();
                return true;
            }
            oldest.mark(edge);
            held.renew(oldest, now);
        }
        return false;
    }

    /** Charges a chunk, and the queue if there is none yet, and gives the memory back when they could not be made. */
    private boolean take(Connection connection, long chunk, Memory how, BooleanSupplier making) {
        long bytes = chunk + (of(connection) == null ? FIXED : 0);
        switch (how) {
            case ASKED -> {
                if (!memory.take(bytes)) {
                    return false;
                }
            }
            case REGARDLESS -> memory.takeRegardless(bytes);
            case BEGUN -> memory.hold(bytes);
        }
        boolean made = false;
        try {
            made = making.getAsBoolean();
            return made;
        } finally {
            if (!made) {
                memory.release(bytes);
            }
        }
    }

    private OutboundQueue queueOf(Connection connection) {
        OutboundQueue queue = of(connection);
        if (queue != null) {
            return queue;
        }
        BusyState busy = connection.busyState();
        OutboundQueue begun = new OutboundQueue(connection);
        begun.mark(loop.window.edge(connection));
        requireNonNull(connection.registration).submit(EpollIoOps.EPOLLOUT);
        busy.outbound = begun;
        held.add(begun, loop.clock.present());
        return begun;
    }

    private static @Nullable OutboundQueue of(Connection connection) {
        BusyState busy = connection.busyStateIfAny();
        return busy == null ? null : busy.outbound;
    }

    /** How memory is taken. */
    private enum Memory {
        /** If there is any, perhaps after others have paid. */
        ASKED,
        /** In any case, and others pay as far as they can. */
        REGARDLESS,
        /** In any case, and nobody pays yet. */
        BEGUN
    }
}
