package dev.mooring.server.eventloop;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's epoll, of which nothing is thrown: Netty ends a whole event loop on an Error, with all its connections, and it may
 * be the want of memory in Netty itself. What a turn has not handled is reported again in the next.
 *
 * <p>Confined to its loop. Cost: a call a turn.
 */
public final class EnduringEpoll implements IoHandler {
    private final IoHandler epoll;
    private final LogLimit log = new LogLimit(System::nanoTime);

    EnduringEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    public static IoHandlerFactory factory() {
        IoHandlerFactory netty = EpollIoHandler.newFactory();
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new EnduringEpoll(netty.newHandler(executor));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return netty.isChangingThreadSupported();
            }
        };
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        try {
            return epoll.run(context);
        } catch (Throwable broken) {
            try {
                log.warn("a turn of an event loop failed; the next one goes on", broken);
            } catch (Throwable unwritten) {
                // There is nowhere to say it.
            }
            return 0;
        }
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    /**
     * Netty's loop leaves out {@link #prepareToDestroy} when it is told to end while it runs a task; whoever is still
     * registered would stay open, and nobody would hear of an end.
     */
    @Override
    public void destroy() {
        epoll.prepareToDestroy();
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
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
}
