package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.server.MessageType;
import dev.mooring.server.SendResult;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.metrics.ServerCounters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application may do in its handler. */
@Timeout(60)
class EmbeddingTest {
    @Test
    void sendsFromOpenBeforeAnyAnswer() {
        WebSocketHandler greeting = new WebSocketHandler() {
            @Override
            public void open(WebSocket connection) {
                say(connection, "welcome");
            }

            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                connection.send(type, payload);
            }
        };
        try (TestServer server = TestServer.with().handler(greeting).start();
                RawClient client = server.connect()) {
            client.send(Frames.joined(Frames.utf8(RawClient.REQUEST), Frames.text("early")));
            assertEquals(101, client.response().status());
            assertEquals("text welcome", client.frame().describe());
            assertEquals("text early", client.frame().describe());
        }
    }

    @Test
    void closesFromOpenAndStillFindsThePeersClose() {
        WebSocketHandler unwelcoming = new QuietHandler() {
            @Override
            public void open(WebSocket connection) {
                connection.close(4001, "not you");
            }
        };
        byte[] all = Frames.joined(Frames.utf8(RawClient.REQUEST), Frames.text("text"), Frames.close(4001, ""));
        for (int cut = RawClient.REQUEST.length(); cut <= all.length; cut++) {
            assertClosedFromOpen(unwelcoming, all, cut);
        }
    }

    @Test
    void closesFromMessageAfterWhatItSent() {
        LinkedBlockingQueue<Integer> codes = new LinkedBlockingQueue<>();
        WebSocketHandler brief = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                say(connection, "first");
                connection.close(4000, "enough");
                assertEquals(SendResult.CLOSED, connection.send(type, payload));
                assertFalse(connection.open());
            }

            @Override
            public void close(WebSocket connection, int code) {
                codes.add(code);
            }
        };
        try (TestServer server = TestServer.with().handler(brief).start();
                RawClient client = server.open()) {
            client.send(Frames.joined(Frames.text("one"), Frames.text("two")));
            assertEquals("text first", client.frame().describe());
            assertEquals("close 4000", client.frame().describe());
            client.send(Frames.joined(Frames.text("late"), Frames.close(4000, "")));
            client.expectEnd();
            Eventually.until(() -> !codes.isEmpty());
            assertEquals(4000, codes.remove());
        }
    }

    @Test
    void closesWith1011WhenTheHandlerThrows() {
        assertThrownIsClosed(() -> {
            throw new IllegalStateException("thrown by the test");
        });
    }

    /** Netty ends an event loop on an Error; the other connections must not notice. */
    @Test
    void closesWith1011WhenTheHandlerThrowsAnError() {
        assertThrownIsClosed(() -> {
            throw new StackOverflowError("thrown by the test");
        });
    }

    @Test
    void closesWith1011WhenOpenThrows() {
        WebSocketHandler broken = new QuietHandler() {
            @Override
            public void open(WebSocket connection) {
                throw new IllegalStateException("thrown by the test");
            }
        };
        try (TestServer server = TestServer.with().handler(broken).start();
                RawClient client = server.open()) {
            client.expectClose(1011);
        }
    }

    @Test
    void keepsTheOrderOfWhatItSendsToTwoConnectionsInTurn() {
        AtomicReference<@Nullable WebSocket> listener = new AtomicReference<>();
        WebSocketHandler relay = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                WebSocket other = listener.get();
                if (other == null) {
                    listener.set(connection);
                    say(connection, "listening");
                    return;
                }
                String text = StandardCharsets.UTF_8.decode(payload).toString();
                for (int i = 0; i < 3; i++) {
                    say(connection, "to you " + text + i);
                    say(other, "to other " + text + i);
                }
            }
        };
        try (TestServer server = TestServer.with().handler(relay).start();
                RawClient hearer = server.open();
                RawClient speaker = server.open()) {
            hearer.send(Frames.text("I listen"));
            assertEquals("text listening", hearer.frame().describe());
            speaker.send(Frames.joined(Frames.text("a"), Frames.text("b")));
            for (String text : new String[] {"a", "b"}) {
                for (int i = 0; i < 3; i++) {
                    assertEquals("text to you " + text + i, speaker.frame().describe());
                    assertEquals("text to other " + text + i, hearer.frame().describe());
                }
            }
        }
    }

    @Test
    void tellsAnotherOfAnEndWithoutAByteOfTheEndedOne() {
        AtomicReference<@Nullable WebSocket> hearer = new AtomicReference<>();
        WebSocketHandler farewell = new WebSocketHandler() {
            @Override
            public void open(WebSocket connection) {
                hearer.compareAndSet(null, connection);
            }

            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                connection.send(MessageType.BINARY, ByteBuffer.allocate(8 << 20));
            }

            @Override
            public void close(WebSocket connection, int code) {
                WebSocket other = hearer.get();
                if (other != null) {
                    say(other, "it left");
                }
            }
        };
        try (TestServer server = TestServer.with().handler(farewell).start();
                RawClient hearing = server.open()) {
            RawClient leaving = server.open();
            leaving.send(Frames.text("more than the kernel takes"));
            Eventually.until(() -> server.counters().queuedBytes.sum() > 0);
            assertEquals(0, server.counters().messagesSent.sum());
            leaving.reset();
            assertEquals("text it left", hearing.frame().describe());
            assertEquals(0, server.counters().queuedBytes.sum());
        }
    }

    @Test
    void givesBackWhatALongMessageReservedBeforeItTellsOfTheEndThatTheWriteFound() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        CompletableFuture<ServerCounters> counters = new CompletableFuture<>();
        LinkedBlockingQueue<Long> heldWhenTold = new LinkedBlockingQueue<>();
        WebSocketHandler sending = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                entered.countDown();
                try {
                    gone.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                connection.send(MessageType.BINARY, ByteBuffer.allocate(1 << 20));
            }

            @Override
            public void close(WebSocket connection, int code) {
                heldWhenTold.add(counters.join().queuedBytes.sum());
            }
        };
        try (TestServer server = TestServer.with().handler(sending).start()) {
            counters.complete(server.counters());
            RawClient leaving = server.open().send(Frames.text("more than one write"));
            entered.await();
            leaving.resetAndDelivered();
            gone.countDown();
            assertEquals(0, heldWhenTold.take());
            assertEquals(0, server.counters().queuedBytes.sum());
        }
    }

    @Test
    void sendsFromAnotherThreadByExecute() throws InterruptedException {
        LinkedBlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
        WebSocketHandler collecting = new QuietHandler() {
            @Override
            public void open(WebSocket connection) {
                opened.add(connection);
            }
        };
        try (TestServer server = TestServer.with().handler(collecting).start();
                RawClient client = server.open()) {
            WebSocket connection = opened.take();
            connection.execute(() -> say(connection, "from outside"));
            assertEquals("text from outside", client.frame().describe());
        }
    }

    @Test
    void findsAgainWhatItAttached() {
        WebSocketHandler counting = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                int count = connection.attachment().map(Integer.class::cast).orElse(0) + 1;
                connection.attach(count);
                say(connection, "message " + count);
            }
        };
        try (TestServer server = TestServer.with().handler(counting).start();
                RawClient client = server.open()) {
            for (int i = 1; i < 4; i++) {
                client.sendInChops(Frames.text("x"), 3);
                assertEquals("text message " + i, client.frame().describe());
            }
        }
    }

    @Test
    void showsNoAddressOfAConnectionThatHasEnded() throws InterruptedException {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        WebSocketHandler looking = new QuietHandler() {
            @Override
            public void open(WebSocket connection) {
                seen.add("open " + connection.clientAddress().isPresent());
            }

            @Override
            public void close(WebSocket connection, int code) {
                seen.add("close " + connection.clientAddress().isPresent() + " "
                        + connection.send(MessageType.TEXT, ByteBuffer.allocate(1)));
            }
        };
        try (TestServer server = TestServer.with().handler(looking).start()) {
            server.open().reset();
            assertEquals("open true", seen.take());
            assertEquals("close false CLOSED", seen.take());
        }
    }

    private static void assertClosedFromOpen(WebSocketHandler unwelcoming, byte[] all, int cut) {
        try (TestServer server = TestServer.with().handler(unwelcoming).start();
                RawClient client = server.connect()) {
            client.sendInChops(all, cut);
            assertEquals(101, client.response().status());
            client.expectClose(4001);
            Eventually.until(() -> server.counters().open() == 0);
            assertEquals(1, server.counters().closedByCode().get("other"));
        }
    }

    private static void assertThrownIsClosed(Runnable thrower) {
        WebSocketHandler broken = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                if (payload.get(payload.position()) == '!') {
                    thrower.run();
                }
                connection.send(type, payload);
            }
        };
        try (TestServer server = TestServer.with().handler(broken).start();
                RawClient bystander = server.open();
                RawClient client = server.open()) {
            client.send(Frames.joined(Frames.text("fine"), Frames.text("!"), Frames.text("never seen")));
            assertEquals("text fine", client.frame().describe());
            client.expectClose(1011);
            bystander.echoes("unharmed");
        }
    }

    private static void say(WebSocket connection, String text) {
        connection.send(MessageType.TEXT, ByteBuffer.wrap(Frames.utf8(text)));
    }
}
