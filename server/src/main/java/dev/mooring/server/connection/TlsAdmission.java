package dev.mooring.server.connection;

import io.netty.channel.epoll.EpollIoOps;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * When a handshake of TLS may begin: not while too many are under way, each of which holds 4 KB outside the heap, and not when
 * those before it have used up their time in this turn of the loop, for pings are due. Who has to wait is not read meanwhile;
 * the oldest goes on first, and the handshake timeout goes on too.
 *
 * <p>Confined to the loop.
 */
final class TlsAdmission {
    /** Per loop. */
    static final int MAX_UNDER_WAY = 1_024;

    /** In one turn; a handshake takes a quarter of a millisecond, or three quarters with a certificate of RSA. */
    static final Duration BUDGET = Duration.ofMillis(5);

    private final ConnectionLoop loop;
    private final int maxUnderWay;
    private final Queue<TlsConnection> waiting = new ArrayDeque<>();
    private final Runnable turn = this::turn;
    private int underWay;
    private long spent;
    private boolean scheduled;
    private boolean resuming;

    TlsAdmission(ConnectionLoop loop, int maxUnderWay) {
        this.loop = loop;
        this.maxUnderWay = maxUnderWay;
    }

    /** Whether the connection's handshake may begin now; if not, it is read again when it may. */
    boolean mayBegin(TlsConnection connection) {
        if (hasRoom() && (resuming || waiting.isEmpty())) {
            return true;
        }
        if (!connection.waitsForTls()) {
            connection.waitsForTls(true);
            waiting.add(connection);
            connection.interest(EpollIoOps.EPOLLRDHUP);
        }
        scheduleTurn();
        return false;
    }

    void begun() {
        underWay++;
    }

    /** One is over, however it ended. */
    void over() {
        underWay--;
        scheduleTurn();
    }

    /** A step of a handshake has taken so long, in nanoseconds. */
    void took(long nanos) {
        spent += nanos;
    }

    private boolean hasRoom() {
        return underWay < maxUnderWay && spent < BUDGET.toNanos();
    }

    private void scheduleTurn() {
        if (!scheduled && !waiting.isEmpty() && underWay < maxUnderWay) {
            scheduled = true;
            // A timer that is due runs after the next read; a task would run before it.
            loop.later(turn, Duration.ZERO);
        }
    }

    private void turn() {
        scheduled = false;
        spent = 0;
        resuming = true;
        try {
            while (hasRoom() && !waiting.isEmpty()) {
                resume(waiting.remove());
            }
        } finally {
            resuming = false;
        }
        scheduleTurn();
    }

    private static void resume(TlsConnection connection) {
        connection.waitsForTls(false);
        if (connection.phase() == Phase.TLS) {
            connection.interest(EpollIoOps.EPOLLIN);
            connection.exchange();
        }
    }
}
