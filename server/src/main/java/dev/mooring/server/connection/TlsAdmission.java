package dev.mooring.server.connection;

import dev.mooring.capacity.TlsMemory;
import dev.mooring.server.metrics.RefusalReason;
import io.netty.channel.epoll.EpollIoOps;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * When a handshake of TLS may begin: not while too many are under way, each of which holds 4 KB outside the heap, and not when
 * those before it have used up their time in this turn of the loop, for pings are due. Who has to wait is not read meanwhile;
 * the oldest goes on first, and the handshake timeout goes on too. Where nobody can begin for those who have begun and say no
 * more, the oldest of these makes room once it has had its time.
 *
 * <p>Confined to the loop.
 */
final class TlsAdmission {
    /** Per loop. */
    static final int MAX_UNDER_WAY = TlsMemory.HANDSHAKES_PER_LOOP;

    /** In one turn; a handshake takes a quarter of a millisecond, or three quarters with a certificate of RSA. */
    static final Duration BUDGET = Duration.ofMillis(5);

    /** Of a handshake while others wait for its place: it takes a round trip from its first record to its last. */
    static final Duration SHARE = Duration.ofSeconds(1);

    private final ConnectionLoop loop;
    private final int maxUnderWay;
    private final HeldList<TlsAttempt> attempts = new HeldList<>();
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

    void begun(TlsAttempt attempt) {
        attempts.add(attempt, loop.now());
        underWay++;
    }

    /** One is over, however it ended. */
    void over(TlsAttempt attempt) {
        attempts.remove(attempt);
        underWay--;
        scheduleTurn();
    }

    /** Gives the places of those that have had their time to those that wait. */
    void expire(long now) {
        TlsAttempt oldest = attempts.oldest();
        while (oldest != null && underWay + waiting.size() > maxUnderWay && now - oldest.since >= SHARE.toNanos()) {
            makeRoom(oldest);
            oldest = attempts.oldest();
        }
        scheduleTurn();
    }

    /** Who has sent its next record meanwhile, to a server that is late itself, is heard before it goes. */
    private void makeRoom(TlsAttempt oldest) {
        Connection connection = oldest.connection;
        connection.exchange();
        if (isUnderWay(oldest)) {
            loop.warn(
                    maxUnderWay + " handshakes of TLS are under way on an event loop: the one that has taken longest is"
                            + " ended for one that waits",
                    null);
            connection.guarded(() -> loop.handshakeStep.unavailable(connection, RefusalReason.HANDSHAKES, false));
        }
    }

    @SuppressWarnings("ReferenceEquality") // the question is whether it is still the connection's own
    private static boolean isUnderWay(TlsAttempt attempt) {
        BusyState busy = attempt.connection.busyStateIfAny();
        @Nullable TlsAttempt own = busy == null ? null : busy.handshake;
        return own == attempt;
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
            // A timer that is due runs after the next read; a task would run before it.
            loop.later(turn, Duration.ZERO);
            // Not before: what could not be scheduled, for want of memory, is found at the next tick.
            scheduled = true;
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
            connection.readAgain();
            connection.exchange();
        }
    }
}
