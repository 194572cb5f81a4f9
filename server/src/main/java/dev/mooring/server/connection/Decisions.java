package dev.mooring.server.connection;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.HandshakeAnswer.Accept;
import dev.mooring.server.HandshakeAnswer.Later;
import dev.mooring.server.HandshakeAnswer.Refuse;
import dev.mooring.server.handshake.Accepted;
import dev.mooring.server.handshake.HandshakeResponse;
import dev.mooring.server.handshake.Refused;
import dev.mooring.server.metrics.RefusalReason;
import io.netty.channel.epoll.EpollIoOps;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the application says to requests, at once or later.
 *
 * <p>While it decides, nothing more is read: what the client sends stays in the kernel. The request and what came with it are
 * charged as the part of any other request is, so that with too many of them the oldest is answered 503; the handshake timeout
 * goes on. Confined to the loop. Costs nothing where the handler leaves the handshake to the server.
 */
final class Decisions {
    private static final long PENDING = MeasuredCosts.HELD_DECISION.count();

    private final ConnectionLoop loop;
    private final HandshakeStep handshakeStep;
    private final PoolShare memory;
    private final boolean asked;

    Decisions(ConnectionLoop loop, HandshakeStep handshakeStep, PoolShare memory) {
        this.loop = loop;
        this.handshakeStep = handshakeStep;
        this.memory = memory;
        asked = loop.handler.asksForHandshakes();
    }

    /** Whether the application has something to say. */
    boolean isAsked() {
        return asked;
    }

    /** Asks, with the request at the beginning of the buffer, and moves behind it. */
    void ask(Connection connection, Accepted accepted, ByteBuffer buffer) {
        if (!handshakeStep.hasRoom()) {
            buffer.position(buffer.position() + accepted.length());
            handshakeStep.full(connection, buffer.hasRemaining());
            return;
        }
        Handshake request = accepted.copy(
                buffer, connection.secure(), takeSubject(connection), connection::clientAddress, connection::id);
        buffer.position(buffer.position() + accepted.length());
        HandshakeAnswer answer;
        try {
            answer = loop.handler.handshake(request);
        } catch (WatchedHandler.ThrownByHandler thrown) {
            broken(connection, WatchedHandler.origin(thrown), buffer.hasRemaining());
            return;
        }
        if (connection.phase() != Phase.HANDSHAKE) {
            // What the application did meanwhile has ended it.
            forgone(answer);
            return;
        }
        if (answer instanceof Later later) {
            wait(connection, accepted, request, later, buffer);
        } else {
            answer(connection, accepted, request, answer, buffer.hasRemaining());
        }
    }

    private static Optional<String> takeSubject(Connection connection) {
        BusyState busy = connection.busyStateIfAny();
        if (busy == null || busy.clientSubject == null) {
            return Optional.empty();
        }
        Optional<String> subject = Optional.of(busy.clientSubject);
        busy.clientSubject = null;
        connection.settle();
        return subject;
    }

    /** The time for the answer is up. */
    void due(Connection connection) {
        forget(connection);
        resume(connection);
        handshakeStep.unavailable(connection, RefusalReason.UNDECIDED, true);
    }

    /** Gives up what is held for an answer that is still to come, and says so to who was asked. */
    void forget(Connection connection) {
        PendingHandshake pending = release(connection);
        if (pending != null) {
            doOtherwise(pending.otherwise());
        }
    }

    private @Nullable PendingHandshake release(Connection connection) {
        BusyState busy = connection.busyStateIfAny();
        PendingHandshake pending = busy == null ? null : busy.pending;
        if (busy != null && pending != null) {
            memory.release(pending.charged());
            busy.pending = null;
            connection.settle();
        }
        return pending;
    }

    private void answer(
            Connection connection, Accepted accepted, Handshake request, HandshakeAnswer answer, boolean inputUnread) {
        switch (answer) {
            case Accept accept -> accept(connection, accepted, request, accept, inputUnread);
            case Refuse refuse -> refuse(connection, refuse, inputUnread);
            case Later again ->
                broken(connection, new IllegalStateException("an answer for later was itself for later"), inputUnread);
        }
    }

    private void accept(
            Connection connection, Accepted accepted, Handshake request, Accept accept, boolean inputUnread) {
        ByteBuffer response;
        try {
            response = HandshakeResponse.of(accepted, request, accept);
            connection.agreed(accepted);
        } catch (IllegalArgumentException wrong) {
            notLetIn(accept);
            broken(connection, wrong, inputUnread);
            return;
        }
        try {
            accept.attachment().ifPresent(attachment -> connection.busyState().attachment = attachment);
            handshakeStep.admit(connection, response, inputUnread);
        } finally {
            if (!connection.wasOpen()) {
                notLetIn(accept);
            }
        }
    }

    /** Nobody waits for what the application says, or will say. */
    private void forgone(HandshakeAnswer answer) {
        if (answer instanceof Later later) {
            later.answer().whenComplete((late, _) -> loop.handOver.execute(() -> notLetIn(late)));
            doOtherwise(later.otherwise());
        } else {
            notLetIn(answer);
        }
    }

    /** The application said yes, and it came to nothing. */
    private void notLetIn(@Nullable HandshakeAnswer answer) {
        if (answer instanceof Accept accept) {
            doOtherwise(accept.otherwise());
        }
    }

    private void doOtherwise(Optional<Runnable> otherwise) {
        if (otherwise.isPresent()) {
            try {
                otherwise.get().run();
            } catch (RuntimeException | Error thrown) {
                loop.warn("what was to be done for a client that was not let in threw", thrown);
            }
        }
    }

    private void refuse(Connection connection, Refuse refuse, boolean inputUnread) {
        ByteBuffer response;
        try {
            response = HandshakeResponse.of(refuse);
        } catch (IllegalArgumentException wrong) {
            broken(connection, wrong, inputUnread);
            return;
        }
        handshakeStep.refuse(connection, RefusalReason.APPLICATION, response, inputUnread);
    }

    private void broken(Connection connection, Throwable cause, boolean inputUnread) {
        loop.warn("the handler failed to answer a handshake; the client gets 500", cause);
        handshakeStep.refuse(connection, Refused.byBrokenHandler(), inputUnread);
    }

    private void wait(Connection connection, Accepted accepted, Handshake request, Later later, ByteBuffer buffer) {
        long charge = PENDING + accepted.length() + buffer.remaining();
        if (!memory.take(charge)) {
            forgone(later);
            handshakeStep.unavailable(connection, RefusalReason.MEMORY, true);
            return;
        }
        PendingHandshake pending;
        try {
            byte[] behind = new byte[buffer.remaining()];
            buffer.get(behind);
            pending = new PendingHandshake(accepted, request, behind, charge, later.otherwise());
            connection.busyState().pending = pending;
        } catch (Error noMemory) {
            memory.release(charge);
            forgone(later);
            throw noMemory;
        }
        connection.phase(Phase.DECIDING);
        connection.interest(EpollIoOps.EPOLLRDHUP);
        try {
            later.answer()
                    .whenComplete((answer, failed) ->
                            loop.handOver.execute(() -> decided(connection, pending, answer, failed)));
        } catch (RuntimeException | Error thrown) {
            decided(connection, pending, null, thrown);
        }
    }

    /** What comes for a client that has gone, or has been told that it took too long, is ignored, and counted. */
    private void decided(
            Connection connection,
            PendingHandshake pending,
            @Nullable HandshakeAnswer answer,
            @Nullable Throwable failed) {
        if (!isPending(connection, pending)) {
            loop.counters.lateDecisions.increment();
            notLetIn(answer);
            return;
        }
        connection.guarded(() -> {
            resume(connection);
            loop.reader.decided(connection, pending, () -> {
                if (answer == null) {
                    Throwable cause = failed == null ? new NullPointerException("the answer was null") : failed;
                    broken(connection, cause, true);
                } else {
                    answer(connection, pending.accepted(), pending.request(), answer, true);
                }
            });
        });
    }

    /** Reads again. It is a request like any other from here on. */
    private void resume(Connection connection) {
        PendingHandshake _ = release(connection);
        connection.phase(Phase.HANDSHAKE);
        connection.readAgain();
    }

    @SuppressWarnings("ReferenceEquality") // the question is which object the field holds
    private static boolean isPending(Connection connection, PendingHandshake pending) {
        BusyState busy = connection.busyStateIfAny();
        return connection.phase() == Phase.DECIDING && busy != null && busy.pending == pending;
    }
}
