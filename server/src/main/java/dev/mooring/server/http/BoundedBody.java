package dev.mooring.server.http;

import dev.mooring.capacity.unit.Bytes;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.util.concurrent.TimeUnit;

/**
 * Gathers a request's body up to a bound; more is answered by {@link HttpRoutes#tooLong}.
 *
 * <p>After that answer the rest of the body is read and dropped for {@value #LINGER_SECONDS} s: closing at once would reset
 * the connection and could take the answer with it.
 */
final class BoundedBody extends HttpObjectAggregator {
    private static final int LINGER_SECONDS = 2;

    private final HttpRoutes routes;
    private final Bytes most;

    BoundedBody(HttpRoutes routes, Bytes most) {
        super(Math.toIntExact(most.count()));
        this.routes = routes;
        this.most = most;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        var _ = context.writeAndFlush(HttpAnswers.encode(routes.tooLong(most), false));
        context.channel().config().setAutoRead(true);
        var _ = context.executor()
                .schedule(
                        () -> {
                            var _ = context.close();
                        },
                        LINGER_SECONDS,
                        TimeUnit.SECONDS);
    }
}
