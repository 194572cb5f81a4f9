package dev.mooring.hostagent.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mooring.capacity.unit.DurationText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The admin port of the server on this host. Every question is one request and is never repeated here. */
public final class ServerAdmin {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    /** A drain is under way that ends sooner. */
    private static final int CONFLICT = 409;

    private final HttpClient client;
    private final URI endpoint;
    private final JsonFactory json = new JsonFactory();

    public ServerAdmin(HttpClient client, URI endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    /** Why new connections are not to be sent here; empty when they are. */
    public Optional<String> obstacle() throws InterruptedException {
        try {
            HttpResponse<String> ready = send(request("/ready").GET());
            return ready.statusCode() == OK
                    ? Optional.empty()
                    : Optional.of("the server is not ready: " + ready.body().strip());
        } catch (IOException e) {
            return Optional.of("the server does not answer at " + endpoint);
        }
    }

    public OpenConnections openConnections() throws InterruptedException {
        try {
            HttpResponse<String> status = send(request("/status").GET());
            return status.statusCode() == OK ? counted(status.body()) : new OpenConnections.Unknown();
        } catch (ConnectException e) {
            return new OpenConnections.NoServer();
        } catch (IOException e) {
            return new OpenConnections.Unknown();
        }
    }

    /** Empty when the server does not answer in time, or not with its status. */
    public Optional<Fill> fill() throws InterruptedException {
        try {
            HttpResponse<String> status = send(request("/status").GET());
            return status.statusCode() == OK ? Optional.of(fill(status.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Asks the server to send so many of its connections elsewhere, evenly over the window, and to have no others sent here
     * meanwhile. A server that drains sends all of them anyway.
     */
    public void move(long connections, Duration window) throws IOException, InterruptedException {
        String path = "/move?connections=" + connections + "&window=" + DurationText.format(window);
        HttpResponse<String> answer = send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
        if (answer.statusCode() != ACCEPTED && answer.statusCode() != CONFLICT) {
            throw new IOException("the server answered " + answer.statusCode() + " to the move");
        }
    }

    /**
     * Asks the server to close every connection, evenly over the window. A drain under way is shortened, and goes on as it
     * is when it ends sooner.
     *
     * @throws ConnectException when no server listens, so that nothing is left to drain
     */
    public void drain(Duration window) throws IOException, InterruptedException {
        String path = "/drain?window=" + DurationText.format(window);
        HttpResponse<String> answer = send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
        if (answer.statusCode() != ACCEPTED && answer.statusCode() != CONFLICT) {
            throw new IOException("the server answered " + answer.statusCode() + " to the drain");
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(endpoint.resolve(path)).timeout(TIMEOUT);
    }

    private Fill fill(String status) throws IOException {
        long open = -1;
        long cap = -1;
        Fill.Rotation rotation = Fill.Rotation.IN;
        OptionalLong days = OptionalLong.empty();
        try (JsonParser parser = json.createParser(status)) {
            while (parser.nextToken() != null) {
                JsonToken token = parser.currentToken();
                String place = parser.getParsingContext().pathAsPointer().toString();
                if (token == JsonToken.VALUE_STRING && place.equals("/rotation")) {
                    rotation = rotation(parser.getText());
                } else if (token == JsonToken.VALUE_NUMBER_INT && place.equals("/connections/open")) {
                    open = parser.getLongValue();
                } else if (token == JsonToken.VALUE_NUMBER_INT && place.equals("/connections/max")) {
                    cap = parser.getLongValue();
                } else if (token == JsonToken.VALUE_NUMBER_INT && place.equals("/certificateDays")) {
                    days = OptionalLong.of(parser.getLongValue());
                }
            }
        }
        if (open < 0 || cap < 1) {
            throw new IOException("the server's status has no connections.open and connections.max");
        }
        return new Fill(open, cap, rotation, days);
    }

    private static Fill.Rotation rotation(String text) {
        return switch (text) {
            case "full" -> Fill.Rotation.FULL;
            case "moving" -> Fill.Rotation.MOVING;
            default -> Fill.Rotation.IN;
        };
    }

    /** The number at {@code connections.open}, and whether {@code phase} is draining. */
    private OpenConnections.Counted counted(String status) throws IOException {
        boolean draining = false;
        try (JsonParser parser = json.createParser(status)) {
            while (parser.nextToken() != null) {
                String place = parser.getParsingContext().pathAsPointer().toString();
                if (parser.currentToken() == JsonToken.VALUE_STRING && place.equals("/phase")) {
                    draining = parser.getText().equals("draining");
                }
                if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && place.equals("/connections/open")) {
                    return new OpenConnections.Counted(parser.getLongValue(), draining);
                }
            }
        }
        throw new IOException("the server's status has no connections.open");
    }
}
