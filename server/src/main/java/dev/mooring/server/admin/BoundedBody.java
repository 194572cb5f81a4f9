package dev.mooring.server.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;

import dev.mooring.capacity.unit.Bytes;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.util.concurrent.TimeUnit;

/**
 * Gathers a request's body up to a bound; more is answered with 413.
 *
 * <p>After the 413 the rest of the body is read and dropped for {@value #LINGER_SECONDS} s: closing at once would reset
 * the connection and could take the answer with it.
 */
final class BoundedBody extends HttpObjectAggregator {
    private static final int LINGER_SECONDS = 2;

    private final Bytes most;

    BoundedBody(Bytes most) {
        super(Math.toIntExact(most.count()));
        this.most = most;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        Answer answer = Answer.plain(REQUEST_ENTITY_TOO_LARGE, "the body is more than max-message=" + most);
        var _ = context.writeAndFlush(HttpAnswers.encode(answer, false));
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
