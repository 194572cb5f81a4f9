package dev.mooring.server.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.Audience;
import dev.mooring.server.Envelope;
import dev.mooring.server.MessageType;
import dev.mooring.server.Subscribed;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.metrics.DeliveryLag;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.MemoryUse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a published message whatever is short, slow, closed or broken on its way. */
@Timeout(60)
class PublicationTest {
    private static final Duration RETRY = Duration.ofMillis(10);
    /** What one turn of the loop may serve. */
    private static final int SLICE = 500;

    /** Connections that together may have more topics than the memory for topics holds. */
    private static final int FILLING = 48;

    private static final String LONG_NAME = "x".repeat(240);
    private static final String FRAME_OF_HELLO = "..hello";
    private static final Envelope ANGLES = (_, _, payload) -> "<" + UTF_8.decode(payload) + ">";

    private final List<WebSocket> opened = new ArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();
    private final SteppedLoop loop = new SteppedLoop(
            new WebSocketHandler() {
                @Override
                public void open(WebSocket socket) {
                    opened.add(socket);
                }

                @Override
                public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
                    socket.send(type, payload);
                }
            },
            (_, _) -> {});
    private final MemoryUse queues = loop.counters().memory(MemoryKind.QUEUES);

    @AfterEach
    void end() {
        clients.forEach(RawClient::reset);
        loop.close();
    }

    @Test
    void waitsInItsOrderWhileThereIsNoMemoryForAnyOfSeveral() {
        RawClient client = open();
        CompletableFuture<Integer> first = publish("first");
        CompletableFuture<Integer> second = publish("second");
        queues.add(queues.limit());
        turn();
        queues.add(-queues.limit());
        loop.pass(RETRY);
        turn();
        assertEquals("text first", client.frame().describe());
        assertEquals("text second", client.frame().describe());
        assertEquals(1, first.join() + second.join() - 1);
        assertEquals(0, queues.used());
    }

    @Test
    void isChargedWithAllThatItHoldsUntilItIsDelivered() {
        CompletableFuture<Integer> answer =
                loop.fanout().publish(Audience.topic("news"), MessageType.TEXT, ByteBuffer.wrap(Frames.utf8("hello")));
        assertEquals(
                FRAME_OF_HELLO.length() + MeasuredCosts.HELD_PUBLICATION.count() + 2L * "news".length(), queues.used());
        turn();
        assertEquals(0, answer.join());
        assertEquals(0, queues.used());
    }

    @Test
    void tellsHowLongItsLastWriteTook() {
        open();
        open();
        CompletableFuture<Integer> _ = publish("hello");
        loop.pass(Duration.ofMillis(30));
        turn();
        DeliveryLag lag = loop.counters().deliveryLag;
        assertEquals(1, lag.count());
        assertEquals(Duration.ofMillis(30), lag.total());

        CompletableFuture<Integer> _ = loop.fanout()
                .publish(Audience.topic("nobody"), MessageType.TEXT, ByteBuffer.wrap(Frames.utf8("hello")));
        loop.pass(Duration.ofMillis(30));
        turn();
        assertEquals(1, lag.count(), "a loop where nobody hears it is not late");
    }

    @Test
    void whatWaitsForOneThatTakesNothingIsCharged() {
        open();
        CompletableFuture<Integer> _ = publish("hello");
        queues.add(queues.limit());
        turn();
        assertEquals(
                queues.limit()
                        + FRAME_OF_HELLO.length()
                        + MeasuredCosts.HELD_PUBLICATION.count()
                        + MeasuredCosts.HELD_BACKLOG.count()
                        + MeasuredCosts.HELD_REFERENCE.count(),
                queues.used());
        queues.add(-queues.limit());
        loop.pass(RETRY);
        turn();
        assertEquals(0, queues.used());
    }

    @Test
    void endsTheConnectionForWhichItThrowsAndNoOther() {
        RawClient before = open();
        open();
        RawClient after = open();
        opened.get(1).attach((Envelope.Enveloped) () -> {
            throw new IllegalStateException("thrown by the test");
        });
        CompletableFuture<Integer> answer = publish("hello");
        turn();
        assertEquals("text hello", before.frame().describe());
        assertEquals("text hello", after.frame().describe());
        assertEquals("close 1011", clients.get(1).frame().describe());
        assertEquals(2, answer.join());
    }

    @Test
    void isMissedAndCountedWhereItCannotBePutIntoAnEnvelope() {
        RawClient plain = open();
        RawClient first = open();
        open();
        int[] wrapped = {0};
        Envelope broken = (_, _, _) -> {
            wrapped[0]++;
            throw new IllegalStateException("thrown by the test");
        };
        opened.subList(1, 3).forEach(socket -> socket.attach((Envelope.Enveloped) () -> broken));
        CompletableFuture<Integer> answer = publish("hello");
        turn();
        assertEquals("text hello", plain.frame().describe());
        assertEquals(1, answer.join());
        assertEquals(1, wrapped[0]);
        assertEquals(2, loop.counters().undelivered.sum());
        echoes(first);
    }

    @Test
    void isMissedAndCountedWhereThereIsNoMemoryForItInAnEnvelope() {
        RawClient enveloped = open();
        opened.getFirst().attach((Envelope.Enveloped) () -> ANGLES);
        CompletableFuture<Integer> answer = publish("hello");
        queues.add(queues.limit());
        turn();
        queues.add(-queues.limit());
        assertEquals(0, answer.join());
        assertEquals(1, loop.counters().undelivered.sum());
        assertEquals(0, queues.used());
        echoes(enveloped);
        CompletableFuture<Integer> _ = publish("again");
        turn();
        assertEquals("text <again>", enveloped.frame().describe());
    }

    @Test
    void countsThoseWhoAreStillThereWhenItIsOffered() {
        RawClient first = open();
        open();
        opened.getFirst().attach((Envelope.Enveloped) () -> {
            opened.get(1).close(4000, "closed by the other");
            return ANGLES;
        });
        CompletableFuture<Integer> answer = publish("hello");
        turn();
        assertEquals("text <hello>", first.frame().describe());
        assertEquals("close 4000", clients.get(1).frame().describe());
        assertEquals(1, answer.join());
        assertEquals(1, loop.counters().delivered.sum());
    }

    @Test
    void isWrappedForTheWholeServersBroadcastToo() {
        RawClient plain = open();
        RawClient enveloped = open();
        opened.get(1).attach((Envelope.Enveloped) () -> ANGLES);
        CompletableFuture<Integer> answer = loop.broadcast().send(MessageType.TEXT, Frames.utf8("hello"));
        turn();
        assertEquals("text hello", plain.frame().describe());
        assertEquals("text <hello>", enveloped.frame().describe());
        assertEquals(2, answer.join());
        assertEquals(0, queues.used());
    }

    @Test
    void doesNotReachOneThatHasToAgreeOnItsProtocolFirst() {
        RawClient agreeing = open();
        boolean[] agreed = {false};
        opened.getFirst().attach(new Envelope.Enveloped() {
            @Override
            public Envelope envelope() {
                return ANGLES;
            }

            @Override
            public boolean ready() {
                return agreed[0];
            }
        });
        CompletableFuture<Integer> published = publish("too early");
        CompletableFuture<Integer> broadcast = loop.broadcast().send(MessageType.TEXT, Frames.utf8("too early"));
        turn();
        assertEquals(0, published.join() + broadcast.join());
        agreed[0] = true;
        CompletableFuture<Integer> _ = publish("in time");
        turn();
        assertEquals("text <in time>", agreeing.frame().describe());
        assertEquals(0, loop.counters().undelivered.sum());
    }

    @Test
    void servesThoseWhoWaitASliceAtATime() {
        int peers = 3 * SLICE;
        for (int i = 0; i < peers; i++) {
            open();
        }
        CompletableFuture<Integer> answer = publish("hello");
        queues.add(queues.limit());
        for (int turns = 0; turns < 20; turns++) {
            loop.turn();
        }
        assertEquals(peers, answer.join());
        queues.add(-queues.limit());
        loop.pass(RETRY);
        long sent = 0;
        while (sent < peers) {
            loop.turn();
            long now = loop.counters().messagesSent.sum();
            assertTrue(now - sent <= SLICE, (now - sent) + " were served in one turn");
            sent = now;
        }
    }

    @Test
    void isAnsweredWhenTheServerEnds() {
        RawClient client = open();
        loop.close();
        client.expectEnd();
        assertEquals(0, publish("too late").join());
        assertEquals(0, loop.fanout().count(Audience.all()).join());
        assertEquals(0, queues.used());
    }

    @Test
    void isAnsweredWhenTheServerEndsWhileItWaitsForMemory() {
        queues.add(queues.limit());
        CompletableFuture<Integer> answer = loop.broadcast().send(MessageType.TEXT, Frames.utf8("hello"));
        turn();
        assertFalse(answer.isDone());
        loop.close();
        CompletionException failed = assertThrows(CompletionException.class, answer::join);
        assertInstanceOf(RejectedExecutionException.class, failed.getCause());
        assertEquals("the server has ended", failed.getCause().getMessage());
        queues.add(-queues.limit());
    }

    @Test
    void aUserStaysWhenThereIsNoMemoryForTheNextOne() {
        for (int i = 0; i < FILLING; i++) {
            open();
        }
        WebSocket named = opened.getLast();
        Map<String, Subscribed> said = new HashMap<>();
        loop.execute(() -> {
            said.put("ann", named.topics().identify("ann"));
            fillTheTopics();
            said.put("bob", named.topics().identify("bob" + LONG_NAME));
            said.put(named.topics().user().orElse("nobody") + " stays", Subscribed.ALREADY);
        });
        turn();
        assertEquals(Map.of("ann", Subscribed.NOW, "bob", Subscribed.NO_MEMORY, "ann stays", Subscribed.ALREADY), said);
    }

    private void fillTheTopics() {
        int topic = 0;
        for (WebSocket socket : opened) {
            Subscribed is = Subscribed.NOW;
            while (is.heard()) {
                is = socket.topics().subscribe(LONG_NAME + topic++);
            }
            if (is == Subscribed.NO_MEMORY) {
                return;
            }
        }
        throw new AssertionError("there is memory for more topics than " + topic);
    }

    private CompletableFuture<Integer> publish(String text) {
        return loop.fanout().publish(Audience.all(), MessageType.TEXT, ByteBuffer.wrap(Frames.utf8(text)));
    }

    private void echoes(RawClient client) {
        client.send(Frames.text("still there"));
        long before = loop.counters().messagesReceived.sum();
        while (loop.counters().messagesReceived.sum() == before) {
            loop.turn();
        }
        assertEquals("text still there", client.frame().describe());
    }

    private RawClient open() {
        RawClient client = RawClient.connect(loop.wide().getPort()).send(RawClient.REQUEST);
        clients.add(client);
        while (opened.size() < clients.size()) {
            loop.turn();
        }
        assertEquals(101, client.response().status());
        return client;
    }

    /** What is due now. */
    private void turn() {
        for (int turns = 0; turns < 5; turns++) {
            loop.turn();
        }
    }
}
