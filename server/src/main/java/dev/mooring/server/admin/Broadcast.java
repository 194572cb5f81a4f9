package dev.mooring.server.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.MessageType;
import dev.mooring.server.http.Answer;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpUtil;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Sends a request's body to every connection: text, or binary when the body is {@code application/octet-stream}.
 *
 * <p>Each broadcast under way holds its body and a task on every loop, so at most {@value #MAX_WAITING} are.
 */
final class Broadcast implements Endpoint {
    static final int MAX_WAITING = 16;

    private final ServerControl control;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    Broadcast(ServerControl control) {
        this.control = control;
    }

    @Override
    public CompletableFuture<Answer> answer(FullHttpRequest request) {
        MessageType type = typeOf(request);
        if (type == MessageType.TEXT && !ByteBufUtil.isText(request.content(), UTF_8)) {
            return CompletableFuture.completedFuture(Answer.plain(
                    BAD_REQUEST, "the body is not UTF-8; send it with Content-Type: application/octet-stream"));
        }
        if (!waiting.tryAcquire()) {
            return CompletableFuture.completedFuture(
                    Answer.plain(SERVICE_UNAVAILABLE, MAX_WAITING + " broadcasts are under way; try again")
                            .with(HttpHeaderNames.RETRY_AFTER.toString(), "1"));
        }
        return send(type, ByteBufUtil.getBytes(request.content()))
                .whenComplete((_, _) -> waiting.release())
                .thenApply(count -> Answer.json("{\"connections\":" + count + "}\n"))
                .exceptionally(_ -> Answer.plain(INTERNAL_SERVER_ERROR, "the broadcast failed"));
    }

    private CompletableFuture<Integer> send(MessageType type, byte[] payload) {
        try {
            return control.broadcast(type, payload);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static MessageType typeOf(FullHttpRequest request) {
        CharSequence type = HttpUtil.getMimeType(request);
        return type != null && HttpHeaderValues.APPLICATION_OCTET_STREAM.contentEqualsIgnoreCase(type)
                ? MessageType.BINARY
                : MessageType.TEXT;
    }
}
