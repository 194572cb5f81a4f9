package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.connection.Connection;
import io.netty.channel.IoEvent;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections of one loop share its memory, and none of them may notice. */
@Timeout(60)
class IsolationTest {
    @Test
    void takesARequestCutAnywhereWhileAnotherIsReadInBetween() {
        try (TestServer server = TestServer.start();
                RawClient talker = server.open()) {
            for (int cut = 1; cut < RawClient.REQUEST.length(); cut++) {
                try (RawClient client = server.connect()) {
                    client.send(RawClient.REQUEST.substring(0, cut));
                    talker.echoes("x");
                    client.send(RawClient.REQUEST.substring(cut));
                    assertEquals(101, client.response().status(), "cut at " + cut);
                }
            }
            assertEquals(0, server.counters().connections().failures());
        }
    }

    @Test
    void deliversWhatOthersSendWhateverAHandlerDoesToItsView() {
        WebSocketHandler playing = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                ByteBuffer kept = payload.duplicate();
                payload.order(ByteOrder.LITTLE_ENDIAN).mark();
                payload.clear().position(payload.limit() / 2).limit(payload.position());
                connection.send(type, kept);
            }
        };
        String text = "a text long enough to be unmasked eight bytes at a time";
        try (TestServer server = TestServer.with().handler(playing).start();
                RawClient player = server.open();
                RawClient other = server.open()) {
            for (int i = 0; i < 3; i++) {
                player.send(Frames.joined(Frames.text("first"), Frames.binary(new byte[300]), Frames.text(text)));
                assertEquals("text first", player.frame().describe());
                assertEquals("binary 300", player.frame().describe());
                assertEquals("text " + text, player.frame().describe());
                other.echoes(text).send(Frames.ping(text));
                assertEquals("pong " + text, other.frame().describe());
                other.sendInChops(Frames.text(text), 7);
                assertEquals("text " + text, other.frame().describe());
            }
        }
    }

    @Test
    void handsOutViewsThatSpanOnlyTheirPayloadAndCannotBeWrittenTo() throws InterruptedException {
        LinkedBlockingQueue<ByteBuffer> seen = new LinkedBlockingQueue<>();
        WebSocketHandler keeping = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                seen.add(payload);
            }
        };
        try (TestServer server = TestServer.with().handler(keeping).start();
                RawClient client = server.open()) {
            client.send(Frames.joined(Frames.text("whole"), Frames.fragmented(Frames.TEXT, Frames.utf8("parts"), 2)));
            for (int i = 0; i < 2; i++) {
                ByteBuffer payload = seen.take();
                assertEquals(5, payload.clear().remaining());
                assertThrows(ReadOnlyBufferException.class, () -> payload.put(0, (byte) 0));
            }
        }
    }

    @Test
    void sendsNobodyWhatAnotherWasToGetWhenKeepingItFails() {
        String secret = "secret of one ".repeat(4_000);
        WebSocketHandler telling = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                connection.execute(() -> {
                    ((Connection) connection).handle(new BrokenRegistration(), new IoEvent() {});
                    for (int i = 0; i < 500; i++) {
                        connection.send(type, ByteBuffer.wrap(Frames.utf8(secret)));
                    }
                });
            }
        };
        try (TestServer server = TestServer.with().handler(telling).start();
                RawClient bystander = server.open();
                RawClient narrow = RawClient.connect(InetAddress.getLoopbackAddress(), server.port(), 4_096)
                        .upgrade()) {
            narrow.send(Frames.text("tell me more than I read"));
            Eventually.until(() -> server.counters().open() == 1);
            bystander.send(Frames.ping("hi"));
            assertEquals("pong hi", bystander.frame().describe());
            assertEquals(Map.of("1011", 1L), server.counters().closedByCode());
            assertEquals(0, server.counters().queuedBytes.sum());
        }
    }

    @Test
    void sendsNoHalfOfAFrameWhosePayloadCannotBeRead() {
        WebSocketHandler unreadable = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                connection.send(type, ClosedMemory.of(10));
            }
        };
        try (TestServer server = TestServer.with().handler(unreadable).ticking().start();
                RawClient client = server.open();
                RawClient bystander = server.open()) {
            client.send(Frames.text("go on"));
            Eventually.until(() -> server.counters().open() == 1);
            bystander.send(Frames.ping("hi"));
            assertEquals("pong hi", bystander.frame().describe());
            assertEquals(Map.of("1011", 1L), server.counters().closedByCode());
        }
    }
}
