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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The admin port of a server: ready, status and a drain that closes evenly over the window that is asked for. As by the real
 * one, nobody is admitted from then on; a second drain makes the first one shorter, and is answered 409 when it would not.
 */
public final class AdminPort implements AutoCloseable {
    private static final Pattern MOVE = Pattern.compile("/move\\?connections=(\\d+)&window=(\\d+s)");
    private static final Pattern WINDOW =
            Pattern.compile("/(?:drain\\?|move\\?connections=\\d+&)window=(\\d+)(ms|s|m)");

    private final InstantSource clock;
    private final HttpEndpoint endpoint;
    private final List<String> drains = new ArrayList<>();
    private final List<String> moves = new ArrayList<>();
    private String rotation = "in";
    private long cap = 9;
    private String certificate = "";
    private boolean ready = true;
    private boolean stuck;
    /** As they were when the drain under way was last asked for. */
    private long connections;

    private long refused;
    private @Nullable Instant drainStart;
    private Instant drainEnd = Instant.MAX;
    private Instant movesUntil = Instant.MIN;

    private AdminPort(InstantSource clock, Gate gate) throws IOException {
        this.clock = clock;
        this.endpoint = HttpEndpoint.start(gate, this::answer);
    }

    public static AdminPort start(InstantSource clock, Gate gate) throws IOException {
        return new AdminPort(clock, gate);
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

    /** The most that it admits. */
    public synchronized void cap(long most) {
        cap = most;
    }

    /** What it says of its place in the rotation: in, full or moving. */
    public synchronized void rotation(String state) {
        rotation = state;
    }

    /** Its certificate ends in so many days. */
    public synchronized void certificateDays(long days) {
        certificate = "\"certificateDays\":" + days + ",";
    }

    /** The moves that were asked for, as {@code 20000 within 60s}. */
    public synchronized List<String> moves() {
        return List.copyOf(moves);
    }

    /** Until when the last move may tell clients to leave; a move of none ends it. */
    public synchronized Instant movesUntil() {
        return movesUntil;
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
        long left = Math.max(0, Duration.between(clock.instant(), drainEnd).toMillis());
        return left == 0
                ? 0
                : connections * left / Duration.between(start, drainEnd).toMillis();
    }

    /** Clients come. A server that drains answers each 503. */
    public synchronized void connect(long clients) {
        if (drainStart == null) {
            connections += clients;
        } else {
            refused += clients;
        }
    }

    /** When the drain under way has told everybody; the end of time without one. */
    public synchronized Instant drainEnd() {
        return drainEnd;
    }

    /** How many clients were answered 503. */
    public synchronized long refused() {
        return refused;
    }

    /** The server was started again: it has new connections, and has not heard of a drain. */
    public synchronized void restarted(long open) {
        connections = open;
        drainStart = null;
        drainEnd = Instant.MAX;
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
            return drain(request.path());
        }
        Matcher move = MOVE.matcher(request.path());
        if (move.matches() && request.method().equals("POST")) {
            moves.add(move.group(1) + " within " + move.group(2));
            return drainStart == null
                    ? move(Long.parseLong(move.group(1)), window(request.path()))
                    : new Answer(409, "the server drains, and closes everybody");
        }
        return switch (request.path()) {
            case "/ready" -> ready && drainStart == null ? new Answer(200, "serving") : new Answer(503, "starting");
            case "/status" ->
                new Answer(
                        200,
                        "{\"phase\":\"" + (drainStart == null ? "serving" : "draining")
                                + "\",\"rotation\":\"" + rotation + "\"," + certificate
                                + "\"open\":1,\"connections\":{\"open\":" + open()
                                + ",\"max\":" + cap + "}}");
            default -> new Answer(404, "");
        };
    }

    /** It is taken as done at once, but lasts for its window: until then clients may be told. */
    private Answer move(long asked, Duration window) {
        rotation = "moving";
        movesUntil = asked == 0 ? clock.instant() : clock.instant().plus(window);
        connections -= Math.min(connections, asked);
        return new Answer(202, "moving");
    }

    private Answer drain(String path) {
        Instant now = clock.instant();
        Instant asked = now.plus(window(path));
        if (drainStart != null && asked.isAfter(drainEnd)) {
            return new Answer(409, "is more than is left of the drain under way");
        }
        connections = open();
        drainStart = now;
        drainEnd = asked;
        movesUntil = now;
        return new Answer(202, "draining");
    }

    private static Duration window(String path) {
        Matcher matcher = WINDOW.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(path + " has no window");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }
}
