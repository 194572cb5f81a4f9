package dev.mooring.engineredis;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** A client of the JDK's, which takes what comes. */
final class Client implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final WebSocket socket;
    private final Inbox inbox;
    private final String id;
    private final List<String> topics;

    private Client(WebSocket socket, Inbox inbox, List<String> topics) throws InterruptedException {
        this.socket = socket;
        this.inbox = inbox;
        this.topics = topics;
        this.id = inbox.messages.take();
    }

    /** One that hears what its query names, as {@code topic=news&user=ann}. */
    static Client connect(int port, String query) {
        Inbox inbox = new Inbox();
        List<String> topics = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith("topic=")) {
                topics.add(parameter.substring("topic=".length()));
            }
        }
        try {
            return new Client(
                    HTTP.newWebSocketBuilder()
                            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/?" + query), inbox)
                            .join(),
                    inbox,
                    topics);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    String id() {
        return id;
    }

    List<String> topics() {
        return topics;
    }

    /** The next message, which is awaited; {@code closed} when there is none any more. */
    String next() throws InterruptedException {
        return inbox.messages.take();
    }

    /** What has come and was not asked for. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        inbox.messages.drainTo(rest);
        return rest;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Inbox implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(data);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            messages.add("closed");
            return CompletableFuture.completedFuture(reason);
        }
    }
}
