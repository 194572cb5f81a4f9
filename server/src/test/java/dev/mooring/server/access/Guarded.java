package dev.mooring.server.access;

import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.configuration.ServerCommand;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.Response;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.handler.BuiltInHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server that listens, with the settings of who may connect, as a command line gives them. */
final class Guarded implements AutoCloseable {
    private final List<AccessHandler> handlers = new ArrayList<>();
    private final TestServer server;

    private Guarded(WebSocketHandler application, InstantSource clock, String... options) {
        int code = ServerCommand.execute(options, Map.of(), 2, (configuration, _, _, access) -> {
            handlers.add(new AccessHandler(
                    application, access.settings(configuration.subprotocols()).orElseThrow(), clock));
            return 0;
        });
        if (code != 0) {
            throw new AssertionError("refused: " + List.of(options));
        }
        List<String> rest = new ArrayList<>(List.of(options));
        rest.removeIf(option -> option.matches("--(jwt-|auth-|rate-).*"));
        this.server = TestServer.with(rest.toArray(String[]::new))
                .handler(handlers.getFirst())
                .start();
    }

    static Guarded start(String... options) {
        return at(Instant::now, options);
    }

    static Guarded at(InstantSource clock, String... options) {
        return new Guarded(BuiltInHandler.ECHO, clock, options);
    }

    static Guarded before(WebSocketHandler application, String... options) {
        return new Guarded(application, Instant::now, options);
    }

    TestServer server() {
        return server;
    }

    /** The answer to a request; the connection is left to the test's end. */
    Response answer(String target, String... headers) {
        try (RawClient client = asked(target, headers)) {
            return client.response();
        }
    }

    /** A client that has sent its request. */
    RawClient asked(String target, String... headers) {
        StringBuilder request = new StringBuilder(
                RawClient.REQUEST.replace("GET /chat ", "GET " + target + " ").strip());
        for (String header : headers) {
            request.append("\r\n").append(header);
        }
        return server.connect().send(request + "\r\n\r\n");
    }

    /** A client that has been let in. */
    RawClient open(String target, String... headers) {
        RawClient client = asked(target, headers);
        Response response = client.response();
        if (response.status() != 101) {
            throw new AssertionError("not let in: " + response.text());
        }
        return client;
    }

    /** That figure, without the product's name before it. */
    long figure(String name) {
        return handlers.getFirst().figures().stream()
                .filter(figure -> figure.name().equals("mooring." + name))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsLong();
    }

    @Override
    public void close() {
        server.close();
        handlers.forEach(AccessHandler::close);
    }
}
