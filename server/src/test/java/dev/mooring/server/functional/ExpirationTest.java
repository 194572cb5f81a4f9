package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection to which an application has given an end. */
@Timeout(60)
class ExpirationTest {
    private static final int MANY = 600;

    @Test
    void allWhoseTimeIsUpAreClosedHoweverManyAndTheOthersStay() {
        QuietHandler ending = new QuietHandler() {
            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
                socket.expireAt(Instant.now().plus(payload.remaining() == 3 ? Duration.ZERO : Duration.ofDays(1)));
                socket.send("so be it");
            }
        };
        List<RawClient> clients = new ArrayList<>();
        try (TestServer server = TestServer.with().handler(ending).start();
                RawClient other = server.open()) {
            other.send(Frames.text("later"));
            assertEquals("text so be it", other.frame().describe());
            for (int i = 0; i < MANY; i++) {
                clients.add(server.open());
            }
            clients.forEach(client -> client.send(Frames.text("now")));
            for (RawClient client : clients) {
                assertEquals("text so be it", client.frame().describe());
                assertEquals("close 4401", client.frame().describe());
            }
            other.send(Frames.text("later"));
            assertEquals("text so be it", other.frame().describe());
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void anEndIsGivenOnTheLoopAlone() throws InterruptedException {
        BlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
        QuietHandler telling = new QuietHandler() {
            @Override
            public void open(WebSocket socket) {
                opened.add(socket);
            }
        };
        try (TestServer server = TestServer.with().handler(telling).start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            assertEquals(
                    "topics, detach or expireAt were called on another thread than the connection's loop; use execute",
                    assertThrows(IllegalStateException.class, () -> socket.expireAt(Instant.now()))
                            .getMessage());
            socket.execute(() -> socket.expireAt(Instant.now()));
            assertEquals("close 4401", client.frame().describe());
        }
    }
}
