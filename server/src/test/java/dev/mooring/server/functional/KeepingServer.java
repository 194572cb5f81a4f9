package dev.mooring.server.functional;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.metrics.MemoryKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A server that keeps for its clients what they ask for: a text {@code flood} is answered with messages of one byte until
 * the connection takes no more, {@code one each} with one of a byte to everybody, {@code broadcast} with a long one to
 * everybody, {@code charged} with the bytes that the pools are charged. Its kernel keeps next to nothing of what it sends.
 */
final class KeepingServer implements WebSocketHandler {
    static final int BROADCAST = 60 << 10;

    private static final int SEND_BUFFER = 4_608;

    private final CompletableFuture<TestServer> started = new CompletableFuture<>();

    /** Of its one loop. */
    private final Set<WebSocket> open = new HashSet<>();

    /** Runs until its input ends. */
    public static void main(String[] arguments) throws IOException {
        KeepingServer keeping = new KeepingServer();
        try (TestServer server = TestServer.with(arguments)
                .ticking()
                .buffers(Bytes.mebi(32))
                .handler(keeping)
                .start()) {
            keeping.started.complete(server);
            System.out.println("listening");
            while (System.in.read() >= 0) {
                // Goes on.
            }
        }
    }

    @Override
    public void close(WebSocket connection, int code) {
        open.remove(connection);
    }

    @Override
    public void open(WebSocket connection) {
        open.add(connection);
        try {
            ((Connection) connection).setSendBufferSize(SEND_BUFFER);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
        switch (StandardCharsets.UTF_8.decode(payload).toString()) {
            // Not corked, so that what the kernel does not take waits message by message.
            case "flood" -> connection.execute(() -> flood(connection));
            case "one each" -> open.forEach(each -> each.send(MessageType.BINARY, ByteBuffer.allocate(1)));
            case "broadcast" -> {
                CompletableFuture<Integer> _ =
                        started.join().server().broadcast(MessageType.BINARY, new byte[BROADCAST]);
            }
            // Behind the floods that were asked for before.
            default -> connection.execute(() -> say(connection, Long.toString(charged())));
        }
    }

    private static void flood(WebSocket connection) {
        ByteBuffer one = ByteBuffer.allocate(1);
        while (connection.send(MessageType.BINARY, one).taken()) {
            one.clear();
        }
    }

    private static void say(WebSocket connection, String text) {
        connection.send(MessageType.TEXT, ByteBuffer.wrap(Frames.utf8(text)));
    }

    private long charged() {
        long charged = 0;
        for (MemoryKind kind : MemoryKind.values()) {
            charged += started.join().counters().memory(kind).used();
        }
        return charged;
    }
}
