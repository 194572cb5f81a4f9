package dev.mooring.server.http;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.eventloop.EnduringEpoll;
import dev.mooring.server.startup.PortRefusal;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A port that answers HTTP/1.1, with keep-alive and pipelining, on one thread of its own: no request delays a connection loop.
 *
 * <p>Cost: one thread and one socket. Buffers are unpooled, so no arena is kept for a port that serves a request a second.
 */
public final class HttpPort implements AutoCloseable {
    private final EventLoopGroup thread;
    private final Channel listener;

    private HttpPort(EventLoopGroup thread, Channel listener) {
        this.thread = thread;
        this.listener = listener;
    }

    /**
     * Listens from now on.
     *
     * @param name of the setting, the thread and what the log says
     * @param routes given the port's thread, called once
     * @throws RefusedException when the address cannot be bound
     */
    public static HttpPort start(
            String name, InetSocketAddress bind, HttpBounds bounds, Function<EventExecutor, HttpRoutes> routes) {
        return start(name, bind, bounds, false, routes);
    }

    /**
     * The same for a port whose callers may come through a load balancer.
     *
     * @param proxied whether that puts a PROXY header, version 2, before what they say; who leaves it out is answered, too
     */
    public static HttpPort start(
            String name,
            InetSocketAddress bind,
            HttpBounds bounds,
            boolean proxied,
            Function<EventExecutor, HttpRoutes> routes) {
        EventLoopGroup thread =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), EnduringEpoll.factory());
        // Without a family it would be a socket of IPv6, and 0.0.0.0 every address of that, too.
        SocketProtocolFamily family =
                bind.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        ChannelFuture bound = new ServerBootstrap()
                .group(thread)
                .channelFactory(() -> new EpollServerSocketChannel(family))
                .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new HttpConnections(routes.apply(thread.next()), bounds, proxied))
                .bind(bind)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(thread);
            throw PortRefusal.of(name, NetUtil.toSocketAddressString(bind), name, bind.getAddress(), bound.cause());
        }
        return new HttpPort(thread, bound.channel());
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        stop(thread);
    }

    /** Where it listens; the port is the real one when 0 was asked for. */
    public InetSocketAddress boundAddress() {
        return (InetSocketAddress) listener.localAddress();
    }

    private static void stop(EventLoopGroup thread) {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
