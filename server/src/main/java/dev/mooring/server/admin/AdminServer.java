package dev.mooring.server.admin;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.metrics.ProcessUsageReader;
import dev.mooring.server.startup.PortRefusal;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The admin port: health, status, metrics, broadcast, drain and the live page.
 *
 * <p>Runs on one thread of its own, so that no admin request ever delays a connection loop. There is no password:
 * whoever can reach the address may use it, so it is to be bound to loopback.
 *
 * <p>Cost: one thread, one socket, and no class of Jackson, Micrometer or the management beans before the first request
 * that needs it. Buffers are unpooled, so no arena is kept for a port that serves a request a second.
 */
public final class AdminServer implements AutoCloseable {
    private final EventLoopGroup thread;
    private final Channel listener;

    private AdminServer(EventLoopGroup thread, Channel listener) {
        this.thread = thread;
        this.listener = listener;
    }

    /**
     * Listens from now on. Call it before the first connection: the memory of the start is read here.
     *
     * @param maxMessage the largest body of a broadcast
     * @throws RefusedException when the address cannot be bound
     */
    public static AdminServer start(InetSocketAddress bind, ServerControl control, Bytes maxMessage) {
        EventLoopGroup thread = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("admin", true), EpollIoHandler.newFactory());
        CurrentReadings readings =
                new CurrentReadings(ProcessUsageReader.ofThisProcess(control.counters()), thread.next());
        ChannelFuture bound = new ServerBootstrap()
                .group(thread)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new AdminConnections(new Routes(control, readings), maxMessage))
                .bind(bind)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(thread);
            throw PortRefusal.of(
                    "admin", NetUtil.toSocketAddressString(bind), "admin", bind.getAddress(), bound.cause());
        }
        return new AdminServer(thread, bound.channel());
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
