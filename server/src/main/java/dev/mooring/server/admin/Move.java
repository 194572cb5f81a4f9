package dev.mooring.server.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.ACCEPTED;
import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.CONFLICT;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.http.Answer;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sends some connections elsewhere: {@code POST /move?connections=20000&window=60s} closes so many with 1012, evenly over the
 * window, and the host asks for no new clients meanwhile and for as long again. With none to close it only does the latter, so
 * that those who are closed next do not return here. A move under way is replaced.
 */
final class Move implements Endpoint {
    private static final String CONNECTIONS = "connections";
    private static final String EXAMPLE = "/move?connections=20000&window=60s";

    private final ServerControl control;

    Move(ServerControl control) {
        this.control = control;
    }

    @Override
    public CompletableFuture<Answer> answer(FullHttpRequest request) {
        return start(request.uri()).now();
    }

    private Answer start(String uri) {
        try {
            Query query = Query.of(uri, "move", List.of(CONNECTIONS, Query.WINDOW), EXAMPLE);
            int connections = connections(given(query.text(CONNECTIONS), CONNECTIONS));
            Duration window = given(query.window(), Query.WINDOW);
            return control.move(connections, window)
                    ? Answer.plain(ACCEPTED, "moving " + connections)
                    : Answer.plain(CONFLICT, "the server drains, and closes everybody");
        } catch (RefusedException refused) {
            return Answer.plain(BAD_REQUEST, String.valueOf(refused.getMessage()));
        }
    }

    private static <T> T given(Optional<T> value, String name) {
        return value.orElseThrow(() -> RefusedException.of(name, "", "is not", "given", "write it as " + EXAMPLE));
    }

    private static int connections(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw RefusedException.of(CONNECTIONS, text, "is not", "a whole number", "write it as " + EXAMPLE);
        }
        return Integer.parseInt(text);
    }
}
