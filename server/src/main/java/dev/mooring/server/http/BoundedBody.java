package dev.mooring.server.http;

import dev.mooring.capacity.unit.Bytes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Gathers a request's body up to a bound; more is answered by {@link HttpRoutes#tooLong}. What is gathered counts among the
 * {@link HeldBodies} of the port, and gives way to others with {@link HttpRoutes#crowded}.
 *
 * <p>After such an answer the rest of the body is read and dropped for {@value #LINGER_SECONDS} s: closing at once would reset
 * the connection and could take the answer with it.
 */
final class BoundedBody extends HttpObjectAggregator {
    private static final int LINGER_SECONDS = 2;

    private final HttpRoutes routes;
    private final Bytes most;
    private final HeldBodies bodies;

    BoundedBody(HttpRoutes routes, Bytes most, HeldBodies bodies) {
        super(Math.toIntExact(most.count()));
        this.routes = routes;
        this.most = most;
        this.bodies = bodies;
    }

    @Override
    protected void aggregate(FullHttpMessage aggregated, HttpContent content) throws Exception {
        super.aggregate(aggregated, content);
        bodies.hold(this, content.content().readableBytes());
    }

    @Override
    protected void finishAggregation(FullHttpMessage aggregated) throws Exception {
        bodies.forget(this);
        super.finishAggregation(aggregated);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        bodies.forget(this);
        super.channelInactive(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) throws Exception {
        bodies.forget(this);
        super.handlerRemoved(context);
    }

    /** Throws away what is gathered; another's turn to be read, not this one's. */
    void giveWay() {
        ChannelHandlerContext context = ctx();
        // Its own memory goes with it.
        context.pipeline().replace(this, "dropping", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext dropping, Object rest) {
                ReferenceCountUtil.release(rest);
            }
        });
        refuse(context.channel(), routes.crowded());
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        bodies.forget(this);
        refuse(context.channel(), routes.tooLong(most));
    }

    private static void refuse(Channel channel, Answer answer) {
        var _ = channel.writeAndFlush(HttpAnswers.encode(answer, false));
        channel.config().setAutoRead(true);
        var _ = channel.eventLoop()
                .schedule(
                        () -> {
                            var _ = channel.close();
                        },
                        LINGER_SECONDS,
                        TimeUnit.SECONDS);
    }
}
