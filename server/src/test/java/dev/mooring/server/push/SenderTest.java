package dev.mooring.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.Envelope;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.http.Answer;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SenderTest {
    private final BlockingQueue<String> ids = new LinkedBlockingQueue<>();
    private final Agreeing agreeing = new Agreeing();

    @Test
    void sendsNothingByIdBeforeTheProtocolIsAgreedOn() throws InterruptedException {
        WebSocketHandler handler = new WebSocketHandler() {
            @Override
            public void open(WebSocket socket) {
                socket.attach(agreeing);
                ids.add(socket.id());
            }

            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
        };
        try (TestServer server = TestServer.with().handler(handler).start();
                RawClient client = server.open()) {
            Sender sender = new Sender(server.server());
            String id = ids.take();
            Answer early =
                    sender.send(id, MessageType.TEXT, Sender.utf8("too early")).join();
            assertEquals(429, early.status().code());
            assertEquals("{\"message\":\"the connection has still to agree on its protocol\"}", early.body());
            agreeing.agreed = true;
            assertEquals(
                    200,
                    sender.send(id, MessageType.TEXT, Sender.utf8("in time"))
                            .join()
                            .status()
                            .code());
            assertEquals("text <in time>", client.frame().describe());
        }
    }

    private static final class Agreeing implements Envelope.Enveloped {
        private volatile boolean agreed;

        @Override
        public Envelope envelope() {
            return (_, _, payload) -> "<" + UTF_8.decode(payload) + ">";
        }

        @Override
        public boolean ready() {
            return agreed;
        }
    }
}
