package dev.mooring.proof.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The Netty peer: the stock codec, aggregator, WebSocket and idle handlers on the native epoll transport, one event loop.
 *
 * <p>Arguments: port, ping interval in milliseconds, {@link Keepalive}.
 */
public final class PlainNettyServer extends ChannelInitializer<Channel> {
    private static final int LARGEST_REQUEST = 1 << 16;
    private static final int BACKLOG = 4096;

    private final Keepalive keepalive;
    private final Duration pingInterval;
    private final PingLoop pingLoop;

    /** Who notices that a ping is due. */
    public enum Keepalive {
        /** A timer for each connection, as Netty offers it. */
        IDLE_STATE_HANDLER,
        /** One timer for the event loop. */
        LOOP
    }

    private PlainNettyServer(Keepalive keepalive, Duration pingInterval, PingLoop pingLoop) {
        this.keepalive = keepalive;
        this.pingInterval = pingInterval;
        this.pingLoop = pingLoop;
    }

    static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        Duration pingInterval = Duration.ofMillis(Long.parseLong(arguments[1]));
        Keepalive keepalive = Keepalive.valueOf(arguments[2]);
        try (var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory())) {
            PingLoop pingLoop = new PingLoop(pingInterval);
            if (keepalive == Keepalive.LOOP) {
                pingLoop.start(loop.next());
            }
            new ServerBootstrap()
                    .group(loop)
                    .channel(EpollServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childHandler(new PlainNettyServer(keepalive, pingInterval, pingLoop))
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .sync()
                    .channel()
                    .closeFuture()
                    .sync();
        }
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(LARGEST_REQUEST))
                .addLast(new WebSocketServerProtocolHandler("/"));
        if (keepalive == Keepalive.IDLE_STATE_HANDLER) {
            pipeline.addLast(new IdleStateHandler(0, pingInterval.toMillis(), 0, TimeUnit.MILLISECONDS));
        }
        pipeline.addLast(new Echo(pingLoop));
    }

    /** Sends data frames back and pings a connection that was idle. */
    private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final PingLoop pingLoop;

        Echo(PingLoop pingLoop) {
            this.pingLoop = pingLoop;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            var _ = context.writeAndFlush(frame.retain());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof IdleStateEvent) {
                var _ = context.writeAndFlush(new PingWebSocketFrame());
            } else if (event instanceof HandshakeComplete) {
                pingLoop.add(context.channel());
            } else {
                super.userEventTriggered(context, event);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
