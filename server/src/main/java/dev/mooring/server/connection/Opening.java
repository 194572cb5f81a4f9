package dev.mooring.server.connection;

import dev.mooring.server.connection.Connection.Phase;
import dev.mooring.server.handshake.HandshakeParser;
import dev.mooring.server.handshake.HandshakeResponse;
import dev.mooring.server.handshake.HandshakeResult;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.proxyprotocol.ProxyHeader;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;

/**
 * What happens between accept and the first frame: the PROXY header where one is required, the request, the answer.
 *
 * <p>Not thread-safe: one per event loop. Cost of a handshake that arrives whole: one read, one write, no buffer of its
 * own. RFC 6455 section 4.2.
 */
final class Opening {
    private final HandshakeParser parser;
    private final Admission admission;
    private final ServerCounters counters;
    private final BufferBudget budget;
    private final Output output;
    private final IntSupplier retryAfterSeconds;
    private final ByteBuffer response = ByteBuffer.allocate(HandshakeResponse.LARGEST);

    /** @param retryAfterSeconds a fresh random delay for each refused client, so that they do not return together */
    Opening(
            HandshakeParser parser,
            Admission admission,
            ServerCounters counters,
            BufferBudget budget,
            Output output,
            IntSupplier retryAfterSeconds) {
        this.parser = parser;
        this.admission = admission;
        this.counters = counters;
        this.budget = budget;
        this.output = output;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Takes all bytes received so far; what follows the request is left in the buffer. */
    void received(Connection connection, ByteBuffer buffer) {
        forget(connection);
        if (connection.phase() == Phase.PROXY_HEADER) {
            proxyHeader(connection, buffer);
        }
        if (connection.phase() == Phase.HANDSHAKE && buffer.hasRemaining()) {
            request(connection, buffer);
        }
    }

    /** The time for the request is up. */
    void due(Connection connection) {
        if (connection.phase() == Phase.HANDSHAKE) {
            response.clear();
            HandshakeResponse.timeout(response);
            answer(connection, RefusalReason.TIMEOUT, false);
        } else {
            proxyHeaderDue(connection);
        }
    }

    /** The time for the PROXY header is up. */
    void proxyHeaderDue(Connection connection) {
        if (connection.phase() == Phase.PROXY_HEADER) {
            counters.refused(RefusalReason.PROXY_HEADER);
            connection.reset();
        }
    }

    private void proxyHeader(Connection connection, ByteBuffer buffer) {
        switch (ProxyHeader.parse(buffer)) {
            case ProxyHeader.Incomplete() -> keep(connection, buffer);
            case ProxyHeader.Refused(String reason) -> {
                counters.refused(RefusalReason.PROXY_HEADER);
                connection.reset();
            }
            case ProxyHeader.Complete(int length, var client) -> {
                buffer.position(buffer.position() + length);
                connection.proxied(client);
            }
        }
    }

    private void request(Connection connection, ByteBuffer buffer) {
        switch (parser.parse(buffer)) {
            case HandshakeResult.Incomplete() -> keep(connection, buffer);
            case HandshakeResult.Accepted accepted -> accepted(connection, accepted, buffer);
            case HandshakeResult.Refused refused -> {
                response.clear();
                HandshakeResponse.refused(response, refused);
                answer(connection, refused.reason(), buffer.hasRemaining());
            }
        }
    }

    private void accepted(Connection connection, HandshakeResult.Accepted accepted, ByteBuffer buffer) {
        buffer.position(buffer.position() + accepted.length());
        response.clear();
        if (admission.enter()) {
            HandshakeResponse.switching(response, accepted);
            output.bytes(connection, response.flip());
            connection.upgraded();
        } else {
            HandshakeResponse.unavailable(response, retryAfterSeconds.getAsInt());
            answer(
                    connection,
                    admission.closed() ? RefusalReason.DRAINING : RefusalReason.CAPACITY,
                    buffer.hasRemaining());
        }
    }

    private void answer(Connection connection, RefusalReason reason, boolean inputUnread) {
        counters.refused(reason);
        counters.handshakeFailures.increment();
        output.bytes(connection, response.flip());
        connection.refused(inputUnread);
    }

    private void keep(Connection connection, ByteBuffer buffer) {
        byte[] request = new byte[buffer.remaining()];
        buffer.get(request);
        connection.activity().request = request;
        budget.add(request.length);
        if (budget.exceeded()) {
            counters.refused(RefusalReason.CAPACITY);
            connection.reset();
        }
    }

    private void forget(Connection connection) {
        Activity busy = connection.activityIfAny();
        if (busy != null && busy.request.length > 0) {
            budget.add(-busy.request.length);
            busy.request = Activity.NOTHING;
            connection.settle();
        }
    }
}
