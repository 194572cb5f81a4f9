package dev.mooring.server.accept;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.LogLimit;
import dev.mooring.server.handshake.HandshakeResponse;
import dev.mooring.server.handshake.Refused;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Errors.NativeIoException;
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
 * <p>Confined to its loop. Cost of an accept: accept4 and epoll_ctl. When the process has no descriptor left, a reserve
 * is given up to answer each waiting client 503; accepting rests only when even that fails, and then for 100 ms.
 */
public final class Listener implements EpollIoHandle {
    private static final int ACCEPTS_PER_EVENT = 128;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int ENFILE = -23;
    private static final int EMFILE = -24;
    private static final int ENOBUFS = -105;
    private static final int ENOMEM = -12;

    private final LinuxSocket socket;
    private final ConnectionLoop loop;
    private final boolean proxyHeaderRequired;
    private final ServerCounters counters;
    private final Supplier<Duration> retryAfter;
    private final ReserveDescriptor reserve = new ReserveDescriptor();
    private final LogLimit log;
    private final byte[] peerAddress = new byte[26];
    private final ByteBuffer refusal = ByteBuffer.allocateDirect(HandshakeResponse.LONGEST);
    private @Nullable IoRegistration registration;

    /**
     * A listener, not yet accepting.
     *
     * @param socket bound and listening; owned from here on
     */
    public Listener(
            LinuxSocket socket,
            ConnectionLoop loop,
            boolean proxyHeaderRequired,
            ServerCounters counters,
            Supplier<Duration> retryAfter,
            LogLimit log) {
        this.socket = socket;
        this.loop = loop;
        this.proxyHeaderRequired = proxyHeaderRequired;
        this.counters = counters;
        this.retryAfter = retryAfter;
        this.log = log;
    }

    /** Starts accepting; called on the loop. */
    public void start(IoRegistration granted) {
        registration = granted;
        reserve.hold();
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
            pause();
            log.warn("accepting failed; it goes on in " + PAUSE.toMillis() + " ms", broken);
        }
    }

    @Override
    public void close() throws IOException {
        reserve.release();
        socket.close();
    }

    private static boolean outOfDescriptors(IOException failed) {
        return failed instanceof NativeIoException error
                && switch (error.expectedErr()) {
                    case EMFILE, ENFILE, ENOBUFS, ENOMEM -> true;
                    default -> false;
                };
    }

    /** Whether there may be more to accept now. */
    private boolean acceptOne() {
        try {
            int descriptor = socket.accept(peerAddress);
            if (descriptor >= 0) {
                loop.accepted(descriptor, proxyHeaderRequired);
            }
            return descriptor >= 0;
        } catch (IOException failed) {
            // Anything else concerns the one connection that was to be accepted (ECONNABORTED and the like).
            return !outOfDescriptors(failed) || refuseOne();
        }
    }

    /**
     * Answers the client at the head of the queue 503 with the reserve descriptor, and rests when there is none. Five
     * system calls. Without descriptors the kernel does not tell an empty queue from a full one, so this does: asking on
     * would cost as much again for nobody.
     */
    private boolean refuseOne() {
        log.warn("no descriptor left: new connections get 503; raise LimitNOFILE or lower max-connections", null);
        boolean more = reserve.release() && refuseNext();
        if (!reserve.hold()) {
            pause();
            return false;
        }
        return more;
    }

    private boolean refuseNext() {
        try {
            int descriptor = socket.accept(peerAddress);
            if (descriptor < 0) {
                return false;
            }
            answer(new FileDescriptor(descriptor));
            counters.accepted.increment();
            counters.refused(RefusalReason.DESCRIPTORS);
        } catch (IOException gone) {
            // That client has left, or another loop took the descriptor.
        }
        return true;
    }

    private void answer(FileDescriptor client) throws IOException {
        try {
            refusal.clear();
            HandshakeResponse.write(refusal, Refused.unavailable(RefusalReason.DESCRIPTORS, retryAfter.get()));
            client.write(refusal, 0, refusal.position());
        } finally {
            // The write throws for a client that was reset as it waited; its descriptor is the reserve's.
            client.close();
        }
    }

    private void pause() {
        counters.acceptPauses.increment();
        // Interest in nothing but errors: removing the socket from epoll would need a new registration.
        requireNonNull(registration).submit(EpollIoOps.EPOLLET);
        loop.later(this::resume, PAUSE);
    }

    private void resume() {
        if (socket.isOpen()) {
            reserve.hold();
            requireNonNull(registration).submit(EpollIoOps.EPOLLIN);
        }
    }
}
