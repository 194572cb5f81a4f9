package dev.mooring.server.accept;

import dev.mooring.capacity.RefusedException;
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
     * @throws RefusedException when the port is taken or the address is not this machine's
     */
    public static LinuxSocket open(InetAddress bind, int port) {
        LinuxSocket socket = LinuxSocket.newSocketStream(bind instanceof Inet6Address);
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
     * @throws RefusedException when the port is taken
     */
    public static void requireFree(InetAddress bind, int port) {
        LinuxSocket socket = LinuxSocket.newSocketStream(bind instanceof Inet6Address);
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

    private static RefusedException refusal(InetAddress bind, int port, IOException failed) {
        String message = String.valueOf(failed.getMessage());
        if (message.contains("Address already in use")) {
            return RefusedException.unavailable(
                    "ports",
                    port,
                    "is in use on",
                    bind.getHostAddress(),
                    "stop what listens there or choose other ports");
        }
        if (message.contains("Permission denied")) {
            return RefusedException.of(
                    "ports", port, "needs", "a privilege this user lacks", "choose ports of 1024 or more");
        }
        if (message.contains("Cannot assign requested address")) {
            return RefusedException.of(
                    "bind", bind.getHostAddress(), "is not", "an address of this machine", "see: ip address");
        }
        return RefusedException.of("ports", port, "cannot be opened on", bind.getHostAddress(), message);
    }

    private static void close(LinuxSocket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // The descriptor is free whatever close returns.
        }
    }
}
