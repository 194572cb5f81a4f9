package dev.mooring.server.functional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Audience;
import dev.mooring.server.Envelope;
import dev.mooring.server.MessageType;
import dev.mooring.server.Subscribed;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages to topics and users, over real sockets. The clients of these tests say what they want to hear. */
@Timeout(60)
class PublishTest {
    @Test
    void reachesThoseWhoHearTheTopicAndNobodyElse() {
        try (TestServer server = server();
                RawClient one = server.open();
                RawClient two = server.open();
                RawClient other = server.open()) {
            says(one, "+news", "NOW");
            says(two, "+news", "NOW");
            says(other, "+sport", "NOW");
            assertEquals(2, publish(server, Audience.topic("news"), "hello"));
            assertEquals("text hello", one.frame().describe());
            assertEquals("text hello", two.frame().describe());
            assertEquals(0, publish(server, Audience.topic("nobody"), "hello"));
            assertEquals(0, publish(server, Audience.user("news"), "hello"));
            assertEquals(3, publish(server, Audience.all(), "all"));
            for (RawClient client : List.of(one, two, other)) {
                assertEquals("text all", client.frame().describe());
            }
            assertEquals(2, server.server().count(Audience.topic("news")).join());
            assertEquals(3, server.server().count(Audience.all()).join());
        }
    }

    @Test
    void reachesEveryConnectionOfAUserAndAConnectionHasOneUserAtMost() {
        try (TestServer server = server();
                RawClient phone = server.open();
                RawClient laptop = server.open()) {
            says(phone, "@ann", "NOW");
            says(laptop, "@bob", "NOW");
            says(laptop, "@ann", "NOW");
            assertEquals(2, publish(server, Audience.user("ann"), "hello"));
            assertEquals("text hello", phone.frame().describe());
            assertEquals("text hello", laptop.frame().describe());
            assertEquals(0, publish(server, Audience.user("bob"), "hello"));
        }
    }

    @Test
    void whoHasLeftOrUnsubscribedHearsNothing() {
        try (TestServer server = server();
                RawClient client = server.open()) {
            RawClient leaving = server.open();
            says(leaving, "+news", "NOW");
            says(client, "+news", "NOW");
            says(client, "+sport", "NOW");
            says(client, "-news", "true");
            says(client, "?", "[sport]");
            leaving.reset();
            Eventually.until(() -> server.counters().open() == 1);
            assertEquals(0, publish(server, Audience.topic("news"), "hello"));
            says(client, "-news", "false");
        }
    }

    @Test
    void countsTopicsAndSubscriptionsAsTheyComeAndGo() {
        try (TestServer server = server()) {
            RawClient client = server.open();
            says(client, "+news", "NOW");
            says(client, "+sport", "NOW");
            says(client, "@ann", "NOW");
            says(client, "+news", "ALREADY");
            assertEquals(3, server.counters().subscriptions.sum());
            assertEquals(3, server.counters().topics.sum());
            says(client, "-news", "true");
            says(client, "-news", "false");
            assertEquals(2, server.counters().subscriptions.sum());
            assertEquals(2, server.counters().topics.sum());
            client.reset();
            Eventually.until(() -> server.counters().open() == 0);
            Eventually.until(() -> server.counters().subscriptions.sum() == 0);
            assertEquals(0, server.counters().topics.sum());
        }
    }

    @Test
    void anotherConnectionOfTheSameDescriptorHearsNothingOfTheOneBefore() {
        try (TestServer server = server()) {
            for (int i = 0; i < 50; i++) {
                RawClient client = server.open();
                says(client, "?", "[]");
                says(client, "+news", "NOW");
                client.reset();
                Eventually.until(() -> server.counters().open() == 0);
            }
            assertEquals(0, publish(server, Audience.topic("news"), "hello"));
        }
    }

    @Test
    void keepsTheOrderOfOnePublisherHoweverManyMessagesComeTogether() {
        try (TestServer server = server();
                RawClient one = server.open();
                RawClient two = server.open()) {
            says(one, "+a", "NOW");
            says(one, "+b", "NOW");
            says(two, "+b", "NOW");
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                answers.add(server.server().publish(i % 2 == 0 ? "a" : "b", "message " + i));
            }
            for (int i = 0; i < 2_000; i++) {
                assertEquals("text message " + i, one.frame().describe());
                if (i % 2 == 1) {
                    assertEquals("text message " + i, two.frame().describe());
                }
            }
            for (int i = 0; i < 2_000; i++) {
                assertEquals(1 + i % 2, answers.get(i).join());
            }
            assertEquals(3_000, server.counters().delivered.sum());
        }
    }

    @Test
    void aReaderThatTakesNothingIsClosedAndAllOthersGetAll() {
        String text = "x".repeat(60_000);
        // Time goes on with what is read.
        AtomicLong now = new AtomicLong();
        try (TestServer server = TestServer.with("--slow-timeout=1s")
                        .clock(now::get)
                        .handler(new Listening())
                        .start();
                RawClient reading = server.open()) {
            RawClient stuck = server.open();
            says(reading, "+news", "NOW");
            says(stuck, "+news", "NOW");
            int sent = 0;
            while (server.counters().slowCloses.sum() == 0) {
                sent += publish(server, Audience.topic("news"), text) > 0 ? 1 : 0;
                assertEquals("text " + text, reading.frame().describe());
                now.addAndGet(Duration.ofMillis(20).toNanos());
            }
            assertTrue(sent > 1);
            reading.echoes("?ping");
            stuck.close();
        }
    }

    @Test
    void aConnectionHasNoMoreTopicsThanTheConfigurationSays() {
        try (TestServer server =
                        TestServer.with().handler(new Listening()).topicLimit(2).start();
                RawClient client = server.open()) {
            says(client, "+a", "NOW");
            says(client, "@ann", "NOW");
            says(client, "+b", "TOO_MANY");
            says(client, "+a", "ALREADY");
        }
    }

    @Test
    void topicsAreForTheLoopsThreadOnly() throws InterruptedException {
        LinkedBlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
        WebSocketHandler collecting = new QuietHandler() {
            @Override
            public void open(WebSocket socket) {
                opened.add(socket);
            }
        };
        try (TestServer server = TestServer.with().handler(collecting).start();
                RawClient _ = server.open()) {
            WebSocket socket = opened.take();
            assertEquals(
                    "topics, detach or expireAt were called on another thread than the connection's loop; use execute",
                    assertThrows(
                                    IllegalStateException.class,
                                    () -> socket.topics().subscribe("news"))
                            .getMessage());
            CompletableFuture<Subscribed> subscribed = new CompletableFuture<>();
            socket.execute(() -> subscribed.complete(socket.topics().subscribe("news")));
            assertEquals(Subscribed.NOW, subscribed.join());
        }
    }

    @Test
    void wrapsForThoseWhoSpeakAProtocolOfTheApplications() {
        Envelope angles =
                (audience, type, payload) -> "<" + audience.name() + " " + type + " " + UTF_8.decode(payload) + ">";
        Envelope.Enveloped speaker = () -> angles;
        WebSocketHandler handler = new Listening() {
            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
                if (UTF_8.decode(payload.duplicate()).toString().equals("angles")) {
                    socket.attach(speaker);
                    socket.send("yes");
                } else {
                    super.message(socket, type, payload);
                }
            }
        };
        try (TestServer server = TestServer.with().handler(handler).start();
                RawClient plain = server.open();
                RawClient wrapped = server.open()) {
            says(wrapped, "angles", "yes");
            says(plain, "+news", "NOW");
            says(wrapped, "+news", "NOW");
            assertEquals(2, publish(server, Audience.topic("news"), "hello"));
            assertEquals("text hello", plain.frame().describe());
            assertEquals("text <news TEXT hello>", wrapped.frame().describe());
        }
    }

    private static TestServer server(String... options) {
        return TestServer.with(options).handler(new Listening()).start();
    }

    private static void says(RawClient client, String wish, String answer) {
        client.send(Frames.text(wish));
        assertEquals("text " + answer, client.frame().describe());
    }

    private static int publish(TestServer server, Audience audience, String text) {
        return server.server()
                .publish(audience, MessageType.TEXT, ByteBuffer.wrap(text.getBytes(UTF_8)))
                .join();
    }

    /** Does what its clients say: + and - a topic, @ a user, ? to list. */
    private static class Listening implements WebSocketHandler {
        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
            String wish = UTF_8.decode(payload).toString();
            String name = wish.substring(1);
            String answer = switch (wish.charAt(0)) {
                case '+' -> socket.topics().subscribe(name).toString();
                case '-' -> String.valueOf(socket.topics().unsubscribe(name));
                case '@' -> socket.topics().identify(name).toString();
                default -> name.isEmpty() ? socket.topics().list().toString() : wish;
            };
            socket.send(answer);
        }
    }
}
