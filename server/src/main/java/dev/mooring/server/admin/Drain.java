package dev.mooring.server.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.ACCEPTED;
import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.CONFLICT;

import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.http.Answer;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Starts the drain, over the configured window or over the one of the query: {@code POST /drain?window=100s}. A host that
 * is taken back at two minutes' notice has no time for the configured one, nor for the rest of a roll's: a drain under way
 * is shortened. It is never made longer: that is answered 409 with the time that is left.
 *
 * <p>A window is at most {@link AwsLimits#MAX_DEREGISTRATION}, after which a load balancer drops what is left.
 */
final class Drain implements Endpoint {
    private static final String CONFIGURED = "drain-window";

    private final ServerControl control;

    Drain(ServerControl control) {
        this.control = control;
    }

    @Override
    public CompletableFuture<Answer> answer(FullHttpRequest request) {
        return CompletableFuture.completedFuture(start(request.uri()));
    }

    private Answer start(String uri) {
        try {
            Optional<Duration> asked = window(uri);
            Duration window = asked.orElseGet(control::drainWindow);
            return control.drain(window)
                    .map(left -> Answer.plain(
                            CONFLICT, tooLong(asked.isPresent() ? Query.WINDOW : CONFIGURED, window, left)))
                    .orElse(Answer.plain(ACCEPTED, "draining"));
        } catch (RefusedException refused) {
            return Answer.plain(BAD_REQUEST, String.valueOf(refused.getMessage()));
        }
    }

    /** Whole seconds, rounded down: what is asked for is more than that too. */
    private static String tooLong(String name, Duration window, Duration left) {
        return name + "=" + DurationText.format(window) + " is more than the " + left.toSeconds()
                + "s that are left of the drain under way; give a shorter window or wait for its end";
    }

    private static Optional<Duration> window(String uri) {
        return Query.of(uri, "drain", List.of(Query.WINDOW), "/drain?window=100s")
                .window();
    }
}
