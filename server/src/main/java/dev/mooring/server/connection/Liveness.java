package dev.mooring.server.connection;

import dev.mooring.server.CloseCode;
import dev.mooring.server.metrics.HandshakeFailure;

/**
 * Whether a peer lives: the ping of each sweep, its pong, and what is looked at when no pong came in time.
 *
 * <p>It has no state: what it needs to know stands in the bits of {@link ConnectionState}, and in the {@link BusyState} of a
 * peer that has something to read first. Runs on the connection's loop. Cost: two system calls for a ping and its pong.
 */
final class Liveness {
    private Liveness() {}

    /**
     * The sweep comes by: ping. A peer that has something of ours to take first is pinged behind that; whether it lives is
     * then seen by what it takes.
     */
    static void ping(Connection connection) {
        if (connection.open()
                && (connection.backedUp() || !connection.awaitingPong())
                && connection.loop.pings.ping(connection)) {
            await(connection);
        }
    }

    /** A pong came, with the bytes that were just read. */
    static void ponged(Connection connection) {
        connection.pongReceived();
        connection.loop.pings.ponged();
    }

    /**
     * A server that is late itself may have the pong unread: one more system call before it closes. So may a peer that has
     * messages to read first: as long as it reads on it lives. That costs another system call, if there were messages.
     */
    static void due(Connection connection) {
        if (!connection.latestPongDeadline()) {
            return;
        }
        if (connection.pongMissing()) {
            connection.exchange();
        }
        if (connection.pongMissing() && !readsOn(connection)) {
            connection.loop.counters.pingTimeouts.increment();
            connection.end(CloseCode.ABNORMAL, HandshakeFailure.GONE);
        }
    }

    private static boolean readsOn(Connection connection) {
        if (!connection.messageBeforePing()) {
            return false;
        }
        PeerWindow window = connection.loop.window;
        long edge = window.edge(connection);
        long before = connection.busyState().windowAtPing;
        boolean on = before == 0 ? window.heardWithin(connection.loop.pongTimeout) : edge > before;
        if (on && edge > 0) {
            connection.busyState().windowAtPing = edge;
            await(connection);
        }
        return on && edge > 0;
    }

    private static void await(Connection connection) {
        connection.awaitPong();
        connection.loop.pongDeadlines.add(connection, connection.loop.clock.now());
    }
}
