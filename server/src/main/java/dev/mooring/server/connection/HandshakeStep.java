package dev.mooring.server.connection;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.handshake.Accepted;
import dev.mooring.server.handshake.HandshakeParser;
import dev.mooring.server.handshake.HandshakeResponse;
import dev.mooring.server.handshake.Incomplete;
import dev.mooring.server.handshake.Refused;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.proxyprotocol.ProxyHeader;
import dev.mooring.server.proxyprotocol.ProxyHeaderParser;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens between accept and the first frame: the PROXY header where one is required, the request, the answer.
 *
 * <p>Not thread-safe: one per event loop. Cost of a handshake that arrives whole: one read, one write, no buffer of its
 * own. RFC 6455 section 4.2.
 */
final class HandshakeStep {
    private static final long STRANGER = MeasuredCosts.HELD_STRANGER.count();
    private static final long REQUEST = MeasuredCosts.HELD_REQUEST.count();

    private final HandshakeParser parser;
    private final Admission admission;
    private final PoolShare memory;
    private final LoopWriter writer;
    private final Supplier<Duration> retryAfter;
    private final ByteBuffer response = ByteBuffer.allocate(HandshakeResponse.MAX_LENGTH);
    private final Decisions decisions;
    private @Nullable Connection reading;

    /**
     * The handshake step of one loop.
     *
     * @param retryAfter a fresh random delay for each refused client, so that they do not return together
     */
    HandshakeStep(ConnectionLoop loop, LoopWriter writer, Supplier<Duration> retryAfter) {
        this.parser = new HandshakeParser(loop.limits.handshake());
        this.admission = loop.admission;
        this.memory = loop.budget.requests.share(loop::execute, loop::strangerPaysForMemory);
        this.writer = writer;
        this.retryAfter = retryAfter;
        this.decisions = new Decisions(loop, this, memory);
    }

    /** A stranger takes memory before it has said anything; whoever has been there longest makes room. */
    void arrived() {
        memory.takeRegardless(STRANGER);
    }

    /** A stranger has gone, or is a WebSocket now, which is in the capacity plan. */
    void departed() {
        memory.release(STRANGER);
    }

    /** Whether the request of this connection is being read at this moment. */
    boolean isReading(Connection connection) {
        return connection.is(reading);
    }

    /** Takes all bytes received so far; what follows the request is left in the buffer. */
    void received(Connection connection, ByteBuffer buffer) {
        forget(connection);
        reading = connection;
        try {
            if (connection.phase() == Phase.PROXY_HEADER) {
                BusyState busy = connection.busyStateIfAny();
                if (busy == null || busy.proxyHeaderRest == 0) {
                    proxyHeader(connection, buffer);
                } else {
                    skipProxyHeader(connection, buffer, busy.proxyHeaderRest);
                }
            }
            if (connection.phase() == Phase.TLS && buffer.hasRemaining()) {
                connection.unwrap(buffer);
            }
            if (connection.phase() == Phase.HANDSHAKE && buffer.hasRemaining()) {
                request(connection, buffer);
            }
        } finally {
            reading = null;
        }
    }

    /** The time for the request is up. */
    void due(Connection connection) {
        if (connection.phase() == Phase.HANDSHAKE || connection.phase() == Phase.TLS) {
            refuse(connection, Refused.timeout(), false);
        } else if (connection.phase() == Phase.DECIDING) {
            decisions.due(connection);
        } else {
            proxyHeaderDue(connection);
        }
    }

    /** The time for the PROXY header is up. */
    void proxyHeaderDue(Connection connection) {
        if (connection.phase() == Phase.PROXY_HEADER) {
            resetForProxyHeader(connection);
        }
    }

    /**
     * Another connection needs its descriptor or its memory. It is read once more, for the server itself may be late, but not
     * in the middle of another's read; if its request still is not whole it is answered 503 and ended at once. Four system
     * calls.
     *
     * @return false when it is a WebSocket now
     */
    boolean crowdedOut(Connection connection, RefusalReason reason) {
        if (reading == null) {
            connection.exchange();
        }
        if (connection.opening()) {
            connection.loop.warn(sentence(reason), null);
            try {
                unavailable(connection, reason, false);
            } catch (Throwable broken) {
                connection.broken(broken);
            }
        }
        boolean stranger = !connection.wasOpen();
        if (stranger) {
            connection.lost();
        }
        return stranger;
    }

    private static String sentence(RefusalReason reason) {
        return switch (reason) {
            case DESCRIPTORS ->
                "no descriptor left for another connection: the one that has waited longest for its handshake gets 503;"
                        + " raise LimitNOFILE or lower max-connections";
            case MEMORY ->
                "the memory for requests is used up: the one that has waited longest for its handshake gets 503; raise the"
                        + " heap or lower handshake-timeout";
            default -> "an eighth of the descriptors is in handshakes: the one that has waited longest gets 503";
        };
    }

    private void proxyHeader(Connection connection, ByteBuffer buffer) {
        switch (ProxyHeaderParser.parse(buffer)) {
            case ProxyHeader.Incomplete incomplete -> keep(connection, buffer);
            case ProxyHeader.Refused refused -> resetForProxyHeader(connection);
            case ProxyHeader.Complete(int length, var client) -> {
                connection.proxied(client);
                skipProxyHeader(connection, buffer, length);
            }
        }
    }

    /** Skips as much of the header as there is; its end is the beginning of the handshake. */
    private static void skipProxyHeader(Connection connection, ByteBuffer buffer, int length) {
        int here = Math.min(length, buffer.remaining());
        buffer.position(buffer.position() + here);
        if (here < length) {
            connection.busyState().proxyHeaderRest = length - here;
        } else {
            connection.proxyHeaderEnds();
            BusyState busy = connection.busyStateIfAny();
            if (busy != null) {
                busy.proxyHeaderRest = 0;
                connection.settle();
            }
        }
    }

    private void request(Connection connection, ByteBuffer buffer) {
        switch (parser.parse(buffer)) {
            case Incomplete incomplete -> keep(connection, buffer);
            case Accepted accepted -> {
                if (decisions.isAsked()) {
                    decisions.ask(connection, accepted, buffer);
                } else {
                    buffer.position(buffer.position() + accepted.length());
                    connection.agreed(accepted);
                    response.clear();
                    HandshakeResponse.write(response, accepted);
                    admit(connection, response.flip(), buffer.hasRemaining());
                }
            }
            case Refused refused -> refuse(connection, refused, true);
        }
    }

    /** Whether a request that the application would let in would get in. */
    boolean hasRoom() {
        return !admission.closed() && admission.open() < admission.cap();
    }

    /**
     * Lets it in, if there is room.
     *
     * @param answer the 101
     */
    void admit(Connection connection, ByteBuffer answer, boolean inputUnread) {
        if (admission.enter()) {
            admitted(connection);
            writer.answer(connection, answer);
            connection.upgraded();
        } else {
            full(connection, inputUnread);
        }
    }

    /** There is no place for it. */
    void full(Connection connection, boolean inputUnread) {
        unavailable(connection, admission.closed() ? RefusalReason.DRAINING : RefusalReason.CAPACITY, inputUnread);
    }

    /** Answers 503. */
    void unavailable(Connection connection, RefusalReason reason, boolean inputUnread) {
        refuse(connection, Refused.unavailable(reason, retryAfter.get()), inputUnread);
    }

    private void admitted(Connection connection) {
        try {
            connection.admitted();
        } catch (RuntimeException | Error broken) {
            admission.leave();
            throw broken;
        }
    }

    private void resetForProxyHeader(Connection connection) {
        if (connection.turnedAway(RefusalReason.PROXY_HEADER)) {
            connection.reset();
        }
    }

    void refuse(Connection connection, Refused refused, boolean inputUnread) {
        response.clear();
        HandshakeResponse.write(response, refused);
        refuse(connection, refused.reason(), response.flip(), inputUnread);
    }

    /** Answers with an HTTP error, and ends the connection. */
    void refuse(Connection connection, RefusalReason reason, ByteBuffer answer, boolean inputUnread) {
        if (!connection.turnedAway(reason)) {
            return;
        }
        if (connection.answerable()) {
            writer.answer(connection, answer);
            Closing.refused(connection, inputUnread);
        } else {
            connection.lost();
        }
    }

    private void keep(Connection connection, ByteBuffer buffer) {
        int length = buffer.remaining();
        if (!memory.take(cost(length))) {
            unavailable(connection, RefusalReason.MEMORY, true);
            return;
        }
        boolean kept = false;
        try {
            byte[] request = new byte[length];
            buffer.get(request);
            connection.busyState().request = request;
            kept = true;
        } finally {
            if (!kept) {
                memory.release(cost(length));
            }
        }
    }

    /** Gives up the part of a request that is held. */
    void forget(Connection connection) {
        BusyState busy = connection.busyStateIfAny();
        if (busy != null && busy.request.length > 0) {
            memory.release(cost(busy.request.length));
            busy.request = BusyState.NOTHING;
            connection.settle();
        }
        decisions.forget(connection);
    }

    private static long cost(int length) {
        return REQUEST + ((length + 7L) & -8L);
    }
}
