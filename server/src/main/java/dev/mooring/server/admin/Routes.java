package dev.mooring.server.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.http.Answer;
import dev.mooring.server.http.CrossSiteCheck;
import dev.mooring.server.metrics.ProcessFacts;
import dev.mooring.server.metrics.PrometheusText;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The paths of the admin port. Runs on the admin thread only; what a path needs is loaded when it is first asked. */
final class Routes implements PlainRoutes {
    private final ServerControl control;
    private final ProcessFactsReader process;
    private final Map<String, Endpoint> reads;
    private final Map<String, Endpoint> actions;
    private @Nullable PrometheusText metrics;

    Routes(ServerControl control, ProcessFactsReader process) {
        this.control = control;
        this.process = process;
        Endpoint ready = read(new Readiness(control)::answer);
        this.reads = Map.of(
                "/", read(() -> LivePage.ANSWER),
                "/live", read(() -> Answer.plain(OK, "live")),
                "/ready", ready,
                "/health", ready,
                "/status", read(() -> Answer.json(StatusJson.of(control, process.read()))),
                "/metrics", read(this::metrics));
        this.actions =
                Map.of("/broadcast", new Broadcast(control), "/drain", new Drain(control), "/move", new Move(control));
    }

    @Override
    public CompletableFuture<Answer> answer(FullHttpRequest request) {
        String path = request.uri().replaceFirst("\\?.*", "");
        Endpoint read = reads.get(path);
        if (read != null) {
            return isRead(request.method())
                    ? read.answer(request)
                    : Answer.methodNotAllowed("GET, HEAD").now();
        }
        Endpoint action = actions.get(path);
        if (action == null) {
            return Answer.plain(NOT_FOUND, "nothing here").now();
        }
        if (!request.method().equals(HttpMethod.POST)) {
            return Answer.methodNotAllowed("POST").now();
        }
        if (CrossSiteCheck.foreign(request.headers())) {
            return Answer.plain(FORBIDDEN, "refused: the request comes from a page of another site")
                    .now();
        }
        return action.answer(request);
    }

    @Override
    public Answer tooLong(Bytes longest) {
        return Answer.plain(REQUEST_ENTITY_TOO_LARGE, "the body is more than max-message=" + longest);
    }

    @Override
    public Answer crowded() {
        return Answer.plain(
                        SERVICE_UNAVAILABLE, "the memory for bodies went to requests that began later; send it again")
                .with(HttpHeaderNames.RETRY_AFTER.toString(), "1");
    }

    private Answer metrics() {
        ProcessFacts now = process.read();
        PrometheusText text = metrics;
        if (text == null) {
            text = new PrometheusText(
                    control.counters(),
                    control.maxConnections(),
                    () -> Collections.max(control.silences()),
                    control.figures(),
                    now);
            metrics = text;
        }
        return new Answer(OK, PrometheusText.CONTENT_TYPE, text.scrape(now), Map.of());
    }

    static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static Endpoint read(Supplier<Answer> answer) {
        return _ -> answer.get().now();
    }
}
