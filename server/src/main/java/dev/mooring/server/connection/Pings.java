package dev.mooring.server.connection;

import dev.mooring.server.frame.FrameEncoder;
import dev.mooring.server.frame.Opcode;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;

/**
 * The pings of one event loop and how many there were. Confined to the loop. The server's counters, an atomic addition each,
 * are told once a tick.
 */
final class Pings {
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

    private final OutboundQueues queues;
    private final ServerCounters counters;
    private final ByteBuffer ping = FrameEncoder.emptyPing();
    private final long pingAddress = Buffer.memoryAddress(ping);
    /** Sent in this tick. */
    private int sent;
    /** Of those, the ones sent before their time. */
    private int early;
    /** Received since the last tick. */
    private int ponged;

    Pings(OutboundQueues queues, ServerCounters counters) {
        this.queues = queues;
        this.counters = counters;
    }

    /** The sweep has come by a connection, perhaps before its time. */
    void due(Connection connection, boolean beforeItsTime) {
        int before = sent;
        try {
            Liveness.ping(connection);
        } catch (Throwable broken) {
            connection.broken(broken);
        }
        if (beforeItsTime) {
            early += sent - before;
        }
    }

    /**
     * Sends the shared two-byte ping, or queues it behind what the peer has not taken.
     *
     * @return whether the pong's time begins: not while the ping waits, and not when the connection turned out to be gone
     */
    boolean ping(Connection connection) {
        if (connection.backedUp()) {
            queue(connection);
            return false;
        }
        int taken = LoopWriter.write(connection, ping, pingAddress, 0, ping.limit());
        if (connection.ended()) {
            return false;
        }
        if (taken == 0) {
            queue(connection);
        } else {
            if (taken < ping.limit()) {
                queues.rest(connection, ping, taken, ping.limit(), ping.limit() - taken, false);
            }
            connection.pingSent();
            sent++;
        }
        return taken == ping.limit();
    }

    /** Costs an addition. */
    void ponged() {
        ponged++;
    }

    void tellCounters() {
        counters.pingsSent.add(sent);
        counters.pingsEarly.add(early);
        counters.pongsReceived.add(ponged);
        sent = 0;
        early = 0;
        ponged = 0;
    }

    private void queue(Connection connection) {
        if (queues.frame(connection, Opcode.PING, NO_PAYLOAD)) {
            connection.pingSent();
            sent++;
        }
    }
}
