package dev.mooring.loadgenerator.connection;

import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor registered directly with Netty's epoll loop, without a Channel, and what it has not taken yet. Confined to its
 * loop's thread.
 */
abstract sealed class ClientSocket extends FileDescriptor implements EpollIoHandle permits Connection {
    static final EpollIoOps READ = EpollIoOps.valueOf(EpollIoOps.EPOLLIN.value() | EpollIoOps.EPOLLRDHUP.value());
    private static final EpollIoOps READ_AND_WRITE = READ.with(EpollIoOps.EPOLLOUT);

    final LoopContext loop;
    private @Nullable IoRegistration registration;

    @Nullable
    BusyState active;

    ClientSocket(int descriptor, LoopContext loop) {
        super(descriptor);
        this.loop = loop;
    }

    /** Waits for the connect that is under way. */
    void registered(IoRegistration first) {
        registration = first;
        first.submit(EpollIoOps.EPOLLOUT);
    }

    /** Netty's own registration instead of the wrapper that register() gave: the wrapper's 16 bytes are collected. */
    @SuppressWarnings("ReferenceEquality") // the question is which object the field holds
    void adopt(IoRegistration inner) {
        // A write for nothing would have the next collection scan this connection.
        if (registration != inner) {
            registration = inner;
        }
    }

    /** Waits for the first bytes, unless those of this side still wait. */
    void awaitFirst() {
        if (registration != null && (active == null || active.unsent == null)) {
            registration.submit(READ);
        }
    }

    void deregister() {
        if (registration != null) {
            registration.cancel();
        }
    }

    /** The peer has stopped reading, and too much waits for it. */
    abstract void notReading();

    /**
     * Writes from the beginning to the limit; what the socket does not take is kept, behind what waits already.
     *
     * @param address of the bytes, which are outside the heap
     */
    void writeOut(ByteBuffer bytes, long address) throws IOException {
        boolean waiting = active != null && active.unsent != null;
        int written = waiting ? 0 : writeAddress(address, 0, bytes.limit());
        if (written == bytes.limit()) {
            return;
        }
        if (!active().keepUnsent(bytes.position(written))) {
            notReading();
            return;
        }
        if (registration != null && !waiting) {
            registration.submit(READ_AND_WRITE);
        }
    }

    void flush(IoRegistration inner) throws IOException {
        ByteBuffer unsent = active == null ? null : active.unsent;
        if (unsent != null) {
            unsent.position(unsent.position() + write(unsent, unsent.position(), unsent.limit()));
            if (unsent.hasRemaining()) {
                return;
            }
            active().unsent = null;
        }
        inner.submit(READ);
    }

    BusyState active() {
        if (active == null) {
            active = new BusyState();
        }
        return active;
    }
}
