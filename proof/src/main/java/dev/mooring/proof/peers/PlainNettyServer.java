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
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.EventExecutor;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The Netty peer: the stock codec, aggregator, WebSocket and idle handlers on the native epoll transport, one event loop.
 *
 * <p>A POST sends its body to all channels, by a {@link ChannelGroup}, or to one after the other when its path is /push.
 *
 * <p>Arguments: port, ping interval in milliseconds, {@link Keepalive}, and {@code publish} if there are to be such posts, or
 * the files of a certificate's chain and its key if it is to speak TLS.
 */
public final class PlainNettyServer extends ChannelInitializer<Channel> {
    private static final int MAX_REQUEST = 1 << 16;
    private static final int BACKLOG = 4096;
    /** Prime, so that single pushes come by everybody. */
    private static final int STRIDE = 7919;

    private final Keepalive keepalive;
    private final Duration pingInterval;
    private final PingLoop pingLoop;
    private final Optional<Audience> audience;
    private final Optional<SslContext> tls;

    /** Who notices that a ping is due. */
    public enum Keepalive {
        /** A timer for each connection, as Netty offers it. */
        IDLE_STATE_HANDLER,
        /** One timer for the event loop. */
        LOOP
    }

    private PlainNettyServer(
            Keepalive keepalive,
            Duration pingInterval,
            PingLoop pingLoop,
            Optional<Audience> audience,
            Optional<SslContext> tls) {
        this.keepalive = keepalive;
        this.pingInterval = pingInterval;
        this.pingLoop = pingLoop;
        this.audience = audience;
        this.tls = tls;
    }

    static void main(String[] arguments) throws InterruptedException, SSLException {
        int port = Integer.parseInt(arguments[0]);
        Duration pingInterval = Duration.ofMillis(Long.parseLong(arguments[1]));
        Keepalive keepalive = Keepalive.valueOf(arguments[2]);
        try (var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory())) {
            PingLoop pingLoop = new PingLoop(pingInterval);
            if (keepalive == Keepalive.LOOP) {
                pingLoop.start(loop.next());
            }
            Optional<Audience> audience =
                    arguments.length == 4 ? Optional.of(new Audience(loop.next())) : Optional.empty();
            Optional<SslContext> tls =
                    arguments.length == 5 ? Optional.of(tls(arguments[3], arguments[4])) : Optional.empty();
            new ServerBootstrap()
                    .group(loop)
                    .channel(EpollServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childHandler(new PlainNettyServer(keepalive, pingInterval, pingLoop, audience, tls))
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .sync()
                    .channel()
                    .closeFuture()
                    .sync();
        }
    }

    /** By BoringSSL, as Netty does it best. */
    private static SslContext tls(String chain, String key) throws SSLException {
        return SslContextBuilder.forServer(new File(chain), new File(key))
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols("TLSv1.3")
                .build();
    }

    @Override
    protected void initChannel(Channel channel) {
        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
        ChannelPipeline pipeline = channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(MAX_REQUEST))
                .addLast(new WebSocketServerProtocolHandler("/"));
        if (keepalive == Keepalive.IDLE_STATE_HANDLER) {
            pipeline.addLast(new IdleStateHandler(0, pingInterval.toMillis(), 0, TimeUnit.MILLISECONDS));
        }
        pipeline.addLast(new Echo(pingLoop, audience));
    }

    /** Sends data frames back and pings a connection that was idle. */
    private static final class Echo extends SimpleChannelInboundHandler<Object> {
        private final PingLoop pingLoop;
        private final Optional<Audience> audience;

        Echo(PingLoop pingLoop, Optional<Audience> audience) {
            this.pingLoop = pingLoop;
            this.audience = audience;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message) {
            if (message instanceof WebSocketFrame frame) {
                var _ = context.writeAndFlush(frame.retain());
            } else if (message instanceof FullHttpRequest request) {
                audience.ifPresent(all -> all.publish(request));
                FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
                answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
                var _ = context.writeAndFlush(answer);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof IdleStateEvent) {
                var _ = context.writeAndFlush(new PingWebSocketFrame());
            } else if (event instanceof HandshakeComplete) {
                pingLoop.add(context.channel());
                audience.ifPresent(all -> all.add(context.channel()));
            } else {
                super.userEventTriggered(context, event);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }

    /** The channels that posts go to; on their event loop only. */
    private static final class Audience {
        private final ChannelGroup all;
        private final List<Channel> inTurn = new ArrayList<>();
        private int next;

        Audience(EventExecutor loop) {
            all = new DefaultChannelGroup(loop);
        }

        void add(Channel channel) {
            all.add(channel);
            inTurn.add(channel);
        }

        void publish(FullHttpRequest request) {
            TextWebSocketFrame frame = new TextWebSocketFrame(request.content().retain());
            if (request.uri().equals("/push")) {
                next = (next + STRIDE) % inTurn.size();
                var _ = inTurn.get(next).writeAndFlush(frame);
            } else {
                var _ = all.writeAndFlush(frame);
            }
        }
    }
}
