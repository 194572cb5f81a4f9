package dev.mooring.rehearsal.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of Centrifugo's protocol, which has a user and is answered when it is subscribed. */
final class FleetClient implements AutoCloseable {
    static final String PATH = "/connection/websocket";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebSocket socket;
    private final Inbox inbox;
    private final String id;

    private FleetClient(WebSocket socket, Inbox inbox, String id) {
        this.socket = socket;
        this.inbox = inbox;
        this.id = id;
    }

    /** One that is let in, and subscribed to all of the topics. */
    static FleetClient connect(HttpClient http, FleetHost host, String token, List<String> topics)
            throws IOException, InterruptedException {
        Inbox inbox = new Inbox();
        WebSocket socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + host.server().port() + PATH), inbox)
                .join();
        StringBuilder commands = new StringBuilder("{\"connect\":{},\"id\":1}");
        for (int topic = 0; topic < topics.size(); topic++) {
            commands.append("\n{\"subscribe\":{\"channel\":\"")
                    .append(topics.get(topic))
                    .append("\"},\"id\":")
                    .append(topic + 2)
                    .append('}');
        }
        socket.sendText(commands, true).join();
        String id = "";
        for (int answers = 0; answers <= topics.size(); answers++) {
            JsonNode answer = inbox.replies.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null || answer.has("error")) {
                throw new IOException("a client on " + host.name() + " was not subscribed: " + answer);
            }
            id = answer.path("connect").path("client").asText(id);
        }
        return new FleetClient(socket, inbox, id);
    }

    /** What the connection is called. */
    String id() {
        return id;
    }

    /** The next message, whatever it was sent to; null when none comes within twenty seconds. */
    @Nullable
    String next() throws InterruptedException {
        return inbox.messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Inbox implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> replies = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                parts.toString().lines().forEach(this::heard);
                parts.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(data);
        }

        private void heard(String line) {
            try {
                JsonNode said = JSON.readTree(line);
                if (said.has("id")) {
                    replies.add(said);
                } else {
                    JsonNode push = said.path("push");
                    messages.add((push.has("pub") ? push.path("pub") : push.path("message"))
                            .path("data")
                            .asText());
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
