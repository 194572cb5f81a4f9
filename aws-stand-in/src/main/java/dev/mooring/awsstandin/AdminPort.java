package dev.mooring.awsstandin;

import dev.mooring.awsstandin.HttpEndpoint.Answer;
import dev.mooring.awsstandin.HttpEndpoint.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The admin port of a server: ready, status and a drain that closes evenly over the window. */
public final class AdminPort implements AutoCloseable {
    private final InstantSource clock;
    private final Duration window;
    private final HttpEndpoint endpoint;
    private final List<String> drains = new ArrayList<>();
    private boolean ready = true;
    private boolean stuck;
    private long connections;
    private @Nullable Instant drainStart;

    private AdminPort(InstantSource clock, Gate gate, Duration window) throws IOException {
        this.clock = clock;
        this.window = window;
        this.endpoint = HttpEndpoint.start(gate, this::answer);
    }

    /**
     * Starts it.
     *
     * @param window over which the server closes its connections; it honours no other
     */
    public static AdminPort start(InstantSource clock, Gate gate, Duration window) throws IOException {
        return new AdminPort(clock, gate, window);
    }

    public URI uri() {
        return endpoint.uri();
    }

    public synchronized void ready(boolean nowReady) {
        ready = nowReady;
    }

    public synchronized void connections(long open) {
        connections = open;
    }

    /** These connections stay, whatever is asked. */
    public synchronized void neverDrains(long open) {
        connections = open;
        stuck = true;
    }

    public synchronized long open() {
        Instant start = drainStart;
        if (start == null || stuck) {
            return connections;
        }
        long left = Math.max(
                0, window.minus(Duration.between(start, clock.instant())).toMillis());
        return connections * left / window.toMillis();
    }

    /** The server was started again: it has new connections, and has not heard of a drain. */
    public synchronized void restarted(long open) {
        connections = open;
        drainStart = null;
    }

    /** The requests to drain, each with its window. */
    public synchronized List<String> drains() {
        return List.copyOf(drains);
    }

    @Override
    public void close() {
        endpoint.close();
    }

    private synchronized Answer answer(Request request) {
        if (request.path().startsWith("/drain") && request.method().equals("POST")) {
            drains.add(request.path());
            drainStart = drainStart == null ? clock.instant() : drainStart;
            return new Answer(202, "draining");
        }
        return switch (request.path()) {
            case "/ready" -> ready && drainStart == null ? new Answer(200, "serving") : new Answer(503, "starting");
            case "/status" ->
                new Answer(
                        200,
                        "{\"phase\":\"" + (drainStart == null ? "serving" : "draining")
                                + "\",\"open\":1,\"connections\":{\"open\":" + open() + ",\"max\":9}}");
            default -> new Answer(404, "");
        };
    }
}
