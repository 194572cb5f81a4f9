package dev.mooring.server.connection;

import dev.mooring.server.connection.BusyState.AfterFlush;
import dev.mooring.server.metrics.HandshakeFailure;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;

/**
 * How a connection takes its leave: our Close, the peer's, the flush of what is still to be sent, the linger in which the
 * peer can read it, and the time it has for all that. RFC 6455 section 7, RFC 9112 section 9.6.
 *
 * <p>It has no state: what it needs to know stands in the connection's {@link Phase} and {@link BusyState}. Runs on the
 * connection's loop. {@link Connection#lost} and {@link Connection#reset} are the ends it leads to.
 */
final class Closing {
    private static final int MAX_DISCARD = 1 << 22;

    private Closing() {}

    /** Sends the one Close of an open connection, and gives the peer the close timeout for its own. */
    static void start(Connection connection, int code, String reason) {
        connection.phase(Phase.CLOSING);
        connection.busyState().closeCode = (char) code;
        connection.loop.writer.close(connection, code, reason);
        limitTime(connection);
    }

    /** The peer broke a rule: one Close with the code, then nothing more is read as frames. RFC 6455 section 7.1.7. */
    static void fail(Connection connection, int code, String reason) {
        if (connection.open()) {
            start(connection, code, reason);
        }
        lingerOnceFlushed(connection);
    }

    /** The peer's Close came: it is answered if ours was not sent, and the connection ends. */
    static void peerCloses(Connection connection, int code) {
        if (connection.open()) {
            connection.phase(Phase.CLOSING);
            connection.busyState().closeCode = (char) code;
            connection.loop.writer.close(connection, code, "");
            endOnceFlushed(connection);
        } else if (connection.phase() == Phase.CLOSING) {
            // Our own Close may still be corked, when the peer's came in the same read that made us send it.
            endOnceFlushed(connection);
        }
    }

    /** An HTTP error answered the request: it is flushed, then the connection ends. */
    static void refused(Connection connection, boolean inputUnread) {
        if (inputUnread) {
            lingerOnceFlushed(connection);
        } else {
            endOnceFlushed(connection);
        }
    }

    /** All that waited in the queue is sent. Not a switch, whose table is a class that may not be there to be loaded. */
    static void flushed(Connection connection, AfterFlush next) {
        if (next == AfterFlush.GO_ON) {
            return;
        }
        connection.sayGoodbye();
        if (connection.ended()) {
            return;
        }
        if (connection.backedUp()) {
            // The goodbye was not taken whole: it is said once, and this is called again when its rest is sent.
            afterFlush(connection, next);
        } else if (next == AfterFlush.END) {
            connection.lost();
        } else {
            try {
                connection.shutdown(false, true);
            } catch (IOException | NotYetConnectedException gone) {
                // The second is what Netty makes of ENOTCONN, which is what the kernel says after the peer's reset.
                connection.lost();
            }
        }
    }

    /** Input after our last words: thrown away, up to a bound. */
    static void discard(Connection connection, int bytes) {
        BusyState busy = connection.busyState();
        busy.discarded += bytes;
        if (busy.discarded > MAX_DISCARD) {
            connection.reset();
        }
    }

    /** The close timeout is over. */
    static void due(Connection connection) {
        if (connection.phase() == Phase.CLOSING || connection.phase() == Phase.LINGERING) {
            connection.reset();
        }
    }

    private static void endOnceFlushed(Connection connection) {
        connection.flush();
        if (connection.ended()) {
            return;
        }
        if (connection.backedUp()) {
            afterFlush(connection, AfterFlush.END);
        } else {
            flushed(connection, AfterFlush.END);
        }
    }

    /** Waits for the peer to take what it has been sent, for the close timeout at most. */
    private static void afterFlush(Connection connection, AfterFlush next) {
        connection.busyState().afterFlush = next;
        if (connection.phase() != Phase.LINGERING) {
            connection.phase(Phase.CLOSING);
        }
        limitTime(connection);
    }

    /** The peer sends no more; what waits for it is sent before its connection ends. An attempt comes to nothing. */
    static void peerEnds(Connection connection) {
        if (connection.opening()) {
            connection.sayGoodbye();
            connection.lost();
        } else {
            endOnceFlushed(connection);
        }
    }

    /** The peer was told that it broke the rules of what is below HTTP and frames: nothing more is said, and it can read that. */
    static void broken(Connection connection) {
        boolean _ = connection.failed(HandshakeFailure.TLS);
        if (!connection.ended()) {
            lingerOnceFlushed(connection);
        }
    }

    private static void lingerOnceFlushed(Connection connection) {
        connection.flush();
        if (connection.ended() || connection.phase() == Phase.LINGERING) {
            return;
        }
        connection.phase(Phase.LINGERING);
        limitTime(connection);
        if (connection.backedUp()) {
            afterFlush(connection, AfterFlush.SHUT_OUTPUT);
        } else {
            flushed(connection, AfterFlush.SHUT_OUTPUT);
        }
    }

    /** Gives the peer the close timeout from now on, once. */
    private static void limitTime(Connection connection) {
        if (!connection.ended() && !connection.busyState().closing) {
            connection.busyState().closing = true;
            connection.loop.lingering(connection);
        }
    }
}
