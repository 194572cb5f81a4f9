package dev.mooring.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one at a time and in order: the next is read when the answer is written.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final HttpRoutes routes;
    private boolean answering;
    private boolean writing;

    RequestHandler(HttpRoutes routes) {
        this.routes = routes;
    }

    /** Whether the caller waits for something that is under way here, and not for itself. */
    boolean awaitsAnswer() {
        return answering && !writing;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        answering = true;
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        CompletableFuture<Answer> answer = answer(request);
        if (answer.state() == Future.State.SUCCESS) {
            write(context, answer.resultNow(), keepAlive);
            return;
        }
        var _ = answer.whenCompleteAsync(
                (late, failure) -> write(context, failure == null ? late : failed(failure), keepAlive),
                context.executor());
    }

    /** A read that ended inside a request counts as done for {@code FlowControlHandler}, so it is asked for again. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!answering) {
            context.read();
        }
    }

    /** An answer may take its time; a client that does not read its answer may not keep others out. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && !awaitsAnswer()) {
            var _ = context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("the HTTP connection of {} ended", context.channel().remoteAddress(), cause);
        var _ = context.close();
    }

    private CompletableFuture<Answer> answer(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return CompletableFuture.completedFuture(routes.malformed());
        }
        try {
            return routes.answer(request);
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void write(ChannelHandlerContext context, Answer answer, boolean keepAlive) {
        writing = true;
        var _ = context.writeAndFlush(HttpAnswers.encode(answer, keepAlive)).addListener(_ -> {
            writing = false;
            answering = false;
            if (keepAlive) {
                context.read();
            } else {
                var _ = context.close();
            }
        });
    }

    private Answer failed(Throwable failure) {
        LOG.warn("an HTTP request failed", failure);
        return routes.failed();
    }
}
