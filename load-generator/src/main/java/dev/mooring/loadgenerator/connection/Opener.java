package dev.mooring.loadgenerator.connection;

import io.netty.channel.ChannelException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Starts connections on one event loop: socket, bind to a source address if there are any, non-blocking connect.
 *
 * <p>Used on the loop's thread only. Cost: 4 system calls a connection (socket, getsockname inside Netty's constructor,
 * connect, epoll_ctl), 2 more with a source address, 1 more without delay. A connect is dear once an address pair has
 * used half of its local ports, because the kernel then searches the range: 295 us of processor time a connection with
 * 19,000 on one pair, 97 with 40 pairs, measured on one core at the maximum rate with compilation included.
 */
public final class Opener {
    private static final int IPPROTO_IP = 0;
    /** ip(7): the port is chosen at connect, for the whole 4-tuple, so pairs of addresses do not share one range. */
    private static final int IP_BIND_ADDRESS_NO_PORT = 24;

    private final IoEventLoop eventLoop;
    private final LoopContext loop;
    private final AddressPairs pairs;
    private final boolean noDelay;

    /**
     * An opener.
     *
     * @param noDelay whether connections send small messages, which Nagle's algorithm would hold back
     */
    public Opener(IoEventLoop eventLoop, LoopContext loop, AddressPairs pairs, boolean noDelay) {
        this.eventLoop = eventLoop;
        this.loop = loop;
        this.pairs = pairs;
        this.noDelay = noDelay;
    }

    /**
     * Starts the connection with a number in the run.
     *
     * @param failures how many tries in a row failed before
     * @return empty when it failed at once; the owner has been told
     */
    public Optional<Connection> open(long number, long dueNanos, int failures) {
        InetSocketAddress target = pairs.target(number);
        LinuxSocket socket;
        try {
            socket = LinuxSocket.newSocketStream(target.getAddress() instanceof Inet6Address);
        } catch (ChannelException e) {
            return failed(FailureReason.of(e), failures);
        }
        Optional<InetAddress> source = pairs.source(number);
        if (source.isPresent() && !bind(socket, source.get())) {
            discard(socket);
            return failed(FailureReason.SOURCE_NOT_LOCAL, failures);
        }
        try {
            if (noDelay) {
                socket.setTcpNoDelay(true);
            }
            socket.connect(target);
        } catch (IOException e) {
            discard(socket);
            return failed(FailureReason.of(e), failures);
        }
        return Optional.of(registered(socket.intValue(), target.getPort(), dueNanos, failures));
    }

    private Connection registered(int descriptor, int port, long dueNanos, int failures) {
        Connection connection = new Connection(descriptor, loop, dueNanos, failures, port);
        IoRegistration registration = eventLoop.register(connection).getNow();
        connection.registered(registration);
        return connection;
    }

    private static boolean bind(LinuxSocket socket, InetAddress source) {
        try {
            if (!(source instanceof Inet6Address)) {
                socket.setIntOpt(IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
            }
            socket.bind(new InetSocketAddress(source, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void discard(LinuxSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            loop.counters.failed(FailureReason.OTHER.label());
        }
    }

    private Optional<Connection> failed(FailureReason reason, int failures) {
        loop.owner.ended(new Ending.Failed(reason), failures);
        return Optional.empty();
    }
}
