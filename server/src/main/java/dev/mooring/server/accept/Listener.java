package dev.mooring.server.accept;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Entrance;
import dev.mooring.server.handshake.HandshakeResponse;
import dev.mooring.server.handshake.Refused;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket of one event loop. Every loop has its own on every port (SO_REUSEPORT), so a connection lives on
 * the loop that accepts it and no two loops meet.
 *
 * <p>Confined to its loop. Cost of an accept: accept4 and epoll_ctl. How many sockets may be held is bounded by {@link
 * dev.mooring.server.connection.Admission}, so that descriptors run out only where others take them: then the server's one
 * reserve is given up to answer each waiting client 503, or to end it where TLS is spoken. Accepting rests, for 100 ms, only when even that is gone and no
 * stranger is left to make room.
 */
public final class Listener implements EpollIoHandle {
    private static final int ACCEPTS_PER_EVENT = 128;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final String FAILED = "accepting failed; it goes on in 100 ms";

    private final LinuxSocket socket;
    private final ConnectionLoop loop;
    private final Entrance entrance;
    private final ServerCounters counters;
    private final Supplier<Duration> retryAfter;
    private final ReserveDescriptor reserve;
    private final Runnable resume = this::resume;
    private final byte[] peerAddress = new byte[26];
    private final ByteBuffer refusal = ByteBuffer.allocateDirect(HandshakeResponse.MAX_LENGTH);
    private @Nullable IoRegistration registration;

    /**
     * A listener, not yet accepting.
     *
     * @param socket bound and listening; owned from here on
     * @param entrance how its connections begin
     * @param reserve the server's one
     */
    public Listener(
            LinuxSocket socket,
            ConnectionLoop loop,
            Entrance entrance,
            ServerCounters counters,
            Supplier<Duration> retryAfter,
            ReserveDescriptor reserve) {
        this.socket = socket;
        this.loop = loop;
        this.entrance = entrance;
        this.counters = counters;
        this.retryAfter = retryAfter;
        this.reserve = reserve;
    }

    /** Starts accepting; called on the loop. */
    public void start(IoRegistration granted) {
        registration = granted;
        granted.submit(EpollIoOps.EPOLLIN);
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void handle(IoRegistration ready, IoEvent event) {
        try {
            int accepted = 0;
            while (accepted < ACCEPTS_PER_EVENT && acceptOne()) {
                accepted++;
            }
        } catch (RuntimeException | Error broken) {
            // Netty would end the whole event loop on an Error.
            loop.warn(FAILED, broken);
            pauseIfPossible();
        }
    }

    /** Without a pause the next turn of the loop tries again. */
    private void pauseIfPossible() {
        try {
            pause();
        } catch (RuntimeException | Error broken) {
            loop.warn("a pause in accepting failed", broken);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Whether there may be more to accept now. */
    private boolean acceptOne() {
        try {
            ReserveDescriptor.Outcome outcome = reserve.accept(
                    () -> socket.accept(peerAddress), descriptor -> loop.accepted(descriptor, entrance), this::refuse);
            return switch (outcome) {
                case TAKEN, REFUSED -> true;
                case NOBODY_WAITS -> false;
                case NO_RESERVE -> withoutReserve();
            };
        } catch (IOException failed) {
            Shortage shortage = Shortage.of(failed);
            if (shortage == Shortage.NONE) {
                // It concerns the one connection that was to be accepted (ECONNABORTED and the like).
                return true;
            }
            loop.warn(shortage.sentence(), null);
            pause();
            return false;
        }
    }

    private boolean withoutReserve() {
        loop.warn(Shortage.PROCESS.sentence(), null);
        // The descriptor of the one that has gone becomes the reserve.
        boolean more = loop.makeRoom();
        if (!more) {
            pause();
        }
        return more;
    }

    /** The client at the head of the queue, accepted by the reserve's descriptor: that is to be free again at once. */
    private void refuse(int descriptor) {
        loop.warn(Shortage.PROCESS.sentence(), null);
        counters.accepted.increment();
        counters.refused(RefusalReason.DESCRIPTORS);
        try {
            answer(new FileDescriptor(descriptor));
        } catch (IOException gone) {
            // That client has left.
        }
    }

    private void answer(FileDescriptor client) throws IOException {
        try {
            if (!entrance.tls()) {
                refusal.clear();
                HandshakeResponse.write(refusal, Refused.unavailable(RefusalReason.DESCRIPTORS, retryAfter.get()));
                client.write(refusal, 0, refusal.position());
            }
        } finally {
            // The write throws for a client that was reset as it waited; its descriptor is the reserve's.
            client.close();
        }
    }

    private void pause() {
        counters.acceptPauses.increment();
        // Interest in nothing but errors: removing the socket from epoll would need a new registration.
        requireNonNull(registration).submit(EpollIoOps.EPOLLET);
        loop.later(resume, PAUSE);
    }

    private void resume() {
        if (socket.isOpen()) {
            requireNonNull(registration).submit(EpollIoOps.EPOLLIN);
        }
    }
}
