package dev.mooring.server.conversation;

import dev.mooring.server.connection.Connection;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The epoll of an event loop, which counts what it reports and can be told to fail.
 *
 * <p>A failure is thrown where a connection first asks to hear that its peer reads again: between the write of which the
 * kernel took a part and the moment when the rest is safe. What an allocation throws there on a full heap comes from the
 * same place.
 */
final class WatchedEpoll implements IoHandler {
    private final IoHandler epoll;
    private final BiConsumer<Connection, @Nullable Connection> onFailure;
    private @Nullable Connection handled;
    private boolean failing;
    private boolean refusing;
    private boolean staying;
    private long events;

    /**
     * Watches an epoll.
     *
     * @param onFailure told who lost the rest of a write, and who was being handled then
     */
    WatchedEpoll(IoHandler epoll, BiConsumer<Connection, @Nullable Connection> onFailure) {
        this.epoll = epoll;
        this.onFailure = onFailure;
    }

    /** The next connection that is backed up is not told to epoll: an error is thrown instead. */
    void failNext(boolean fail) {
        failing = fail;
    }

    /** Connections are not taken from now on, as where there are no more watches. */
    void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Connections cannot be taken out from now on: an error is thrown instead. */
    void failCancelling(boolean fail) {
        staying = fail;
    }

    /** Events reported so far. */
    long events() {
        return events;
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        int reported = epoll.run(context);
        events += reported;
        return reported;
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        if (handle instanceof Connection connection) {
            if (refusing) {
                throw new IOException("thrown by the test");
            }
            WatchedHandle watched = new WatchedHandle(connection);
            watched.registration = new WatchedRegistration(connection, epoll.register(watched));
            return watched.registration;
        }
        return epoll.register(handle);
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }

    private final class WatchedHandle implements EpollIoHandle {
        private final Connection connection;
        private @Nullable IoRegistration registration;

        WatchedHandle(Connection connection) {
            this.connection = connection;
        }

        @Override
        public FileDescriptor fd() {
            return connection.fd();
        }

        @Override
        public void handle(IoRegistration ready, IoEvent event) {
            handled = connection;
            try {
                connection.handle(registration == null ? ready : registration, event);
            } finally {
                handled = null;
            }
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private final class WatchedRegistration implements IoRegistration {
        private final Connection connection;
        private final IoRegistration registration;

        WatchedRegistration(Connection connection, IoRegistration registration) {
            this.connection = connection;
            this.registration = registration;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as Netty declares it
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public long submit(IoOps interest) {
            if (failing && interest.equals(EpollIoOps.EPOLLOUT)) {
                failing = false;
                onFailure.accept(connection, handled);
                throw new Thrown.FullHeap();
            }
            return registration.submit(interest);
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            if (staying) {
                throw new Thrown.FullHeap();
            }
            return registration.cancel();
        }
    }
}
