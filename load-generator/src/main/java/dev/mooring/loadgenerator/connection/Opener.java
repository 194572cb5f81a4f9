package dev.mooring.loadgenerator.connection;

import static java.util.Objects.requireNonNull;

import dev.mooring.loadgenerator.handshake.UpgradeRequest;
import io.netty.channel.ChannelException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Starts connections on one event loop: socket, bind to a source address if there are any, non-blocking connect.
 *
 * <p>Used on the loop's thread only. Cost: 4 system calls a connection (socket, getsockname inside Netty's constructor,
 * connect, epoll_ctl), 2 more with a source address, 1 more without delay, 1 more for the {@link LocalPortChoice}.
 */
public final class Opener {
    private final IoEventLoop eventLoop;
    private final LoopContext loop;
    private final AddressPairs pairs;
    private final boolean noDelay;
    private final LocalPortChoice portChoice = new LocalPortChoice();

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
            return failed(Failure.of(e), failures);
        }
        Optional<InetAddress> source = pairs.source(number);
        if (source.isPresent()) {
            try {
                portChoice.waitForConnect(socket);
                socket.bind(new InetSocketAddress(source.get(), 0));
            } catch (IOException e) {
                discard(socket);
                return failed(Failure.ofBind(e), failures);
            }
        }
        try {
            portChoice.mixPorts(socket);
            if (noDelay) {
                socket.setTcpNoDelay(true);
            }
            socket.connect(target);
        } catch (IOException e) {
            discard(socket);
            return failed(Failure.of(e), failures);
        }
        String key = UpgradeRequest.key(loop.random.nextLong(), loop.random.nextLong());
        Attempt attempt = new Attempt(key, dueNanos, failures, target.getPort());
        return registered(loop.connection(socket.intValue(), attempt), failures);
    }

    /** On the loop's own thread a registration is over when the call returns; what epoll refused, the future alone says. */
    private Optional<Connection> registered(Connection connection, int failures) {
        Future<IoRegistration> tried = eventLoop.register(connection);
        IoRegistration registration = tried.getNow();
        if (registration == null) {
            connection.release();
            return failed(Failure.of(requireNonNull(tried.cause())), failures);
        }
        connection.registered(registration);
        return Optional.of(connection);
    }

    private void discard(LinuxSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            loop.counters.failed(FailureReason.OTHER.label());
        }
    }

    private Optional<Connection> failed(Failure failure, int failures) {
        loop.owner.ended(new Ending.Failed(failure), failures);
        return Optional.empty();
    }
}
