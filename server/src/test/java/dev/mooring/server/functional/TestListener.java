package dev.mooring.server.functional;

import dev.mooring.server.accept.Listener;
import dev.mooring.server.accept.ListeningSockets;
import dev.mooring.server.accept.ReserveDescriptor;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Entrance;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.LinuxSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;

/** Listening sockets of loops that a test makes itself. */
public final class TestListener {
    private TestListener() {}

    /**
     * Has a loop accept connections at a port of loopback that the kernel chooses, and returns that port; not on the loop's
     * own thread.
     *
     * @param retryAfter what a client is told that finds no descriptor left
     */
    public static int start(
            ConnectionLoop loop, Entrance entrance, ServerCounters counters, Supplier<Duration> retryAfter) {
        LinuxSocket socket = ListeningSockets.open(InetAddress.getLoopbackAddress(), 0);
        int port = socket.localAddress().getPort();
        Listener listener = new Listener(socket, loop, entrance, counters, retryAfter, new ReserveDescriptor());
        IoRegistration registration =
                loop.eventLoop().register(listener).syncUninterruptibly().getNow();
        loop.eventLoop().submit(() -> listener.start(registration)).syncUninterruptibly();
        return port;
    }
}
