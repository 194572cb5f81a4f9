package dev.mooring.server.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import dev.mooring.capacity.Rotation;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.http.Answer;
import dev.mooring.server.rotation.HostRotation;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** The one path of the health port. Runs on its thread only. */
final class HealthRoutes implements PlainRoutes {
    private final ServerControl control;
    private final Readiness readiness;

    HealthRoutes(ServerControl control) {
        this.control = control;
        this.readiness = new Readiness(control);
    }

    @Override
    public CompletableFuture<Answer> answer(FullHttpRequest request) {
        if (!request.uri().equals(Rotation.HEALTH_PATH)) {
            return Answer.plain(NOT_FOUND, "nothing here").now();
        }
        return Routes.isRead(request.method())
                ? rotation().now()
                : Answer.methodNotAllowed("GET, HEAD").now();
    }

    private Answer rotation() {
        HostRotation.State state = control.rotation();
        return readiness
                .obstacle()
                .orElseGet(() -> state == HostRotation.State.IN
                        ? Answer.plain(OK, "serving")
                        : Answer.plain(SERVICE_UNAVAILABLE, state.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public Answer tooLong(Bytes longest) {
        return Answer.plain(REQUEST_ENTITY_TOO_LARGE, "a health check has no body");
    }

    @Override
    public Answer crowded() {
        return tooLong(Bytes.of(0));
    }
}
