package dev.mooring.server.accept;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.startup.PortRefusal;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Bound, listening sockets, with the options that every accepted connection inherits. */
public final class ListeningSockets {
    /** The kernel takes the smaller of this and net.core.somaxconn. */
    private static final int BACKLOG = 65_535;

    private ListeningSockets() {}

    /**
     * Opens one socket on a port. An IPv4 address gets an IPv4 socket: each of its connections is 128 bytes smaller in
     * the kernel than a dual-stack one.
     *
     * @throws RefusedException when the port is taken, the address is not this machine's, or no descriptor is left
     */
    public static LinuxSocket open(InetAddress bind, int port) {
        LinuxSocket socket = unbound(bind, port);
        try {
            socket.setReuseAddress(true);
            socket.setReusePort(true);
            // Accepted sockets inherit it on Linux, which saves one system call per connection.
            socket.setTcpNoDelay(true);
            socket.bind(new InetSocketAddress(bind, port));
            socket.listen(BACKLOG);
            return socket;
        } catch (IOException failed) {
            close(socket);
            throw refusal(bind, port, failed);
        }
    }

    /**
     * Makes sure that no other process listens on the port. SO_REUSEPORT lets a second server of the same user bind
     * without an error, and would then share the connections with it.
     *
     * @throws RefusedException as {@link #open} does
     */
    public static void requireFree(InetAddress bind, int port) {
        LinuxSocket socket = unbound(bind, port);
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(bind, port));
            socket.listen(1);
        } catch (IOException failed) {
            throw refusal(bind, port, failed);
        } finally {
            close(socket);
        }
    }

    /** Netty wraps what socket(2) says into an unchecked exception. */
    private static LinuxSocket unbound(InetAddress bind, int port) {
        try {
            return LinuxSocket.newSocketStream(bind instanceof Inet6Address);
        } catch (ChannelException failed) {
            throw refusal(bind, port, failed);
        }
    }

    private static RefusedException refusal(InetAddress bind, int port, Throwable failed) {
        return PortRefusal.of("ports", port, "bind", bind, failed);
    }

    private static void close(LinuxSocket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // The descriptor is free whatever close returns.
        }
    }
}
