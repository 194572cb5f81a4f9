package dev.mooring.engineredis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Audience;
import dev.mooring.server.CloseCode;
import dev.mooring.server.MessageType;
import dev.mooring.server.RemoteConnection;
import dev.mooring.server.SendResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Two servers and one engine act as one server. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoHostsTest {
    private RedisServer redis;
    private Host one;
    private Host two;

    @BeforeAll
    void start() throws Exception {
        redis = RedisServer.start();
        one = Host.start(1, redis.address());
        two = Host.start(2, redis.address());
    }

    @AfterAll
    void end() {
        if (redis != null) {
            one.close();
            two.close();
            redis.close();
        }
    }

    @Test
    void aTopicIsHeardOnEveryHostThatHasAClientOfIt() throws Exception {
        try (Client here = one.connect("topic=news");
                Client there = two.connect("topic=news");
                Client other = two.connect("topic=sport")) {
            assertEquals(2, one.server().publish("news", "a").join());
            assertEquals(2, two.server().publish("news", "b").join());
            assertEquals(1, one.server().publish("sport", "c").join());
            assertEquals(0, one.server().publish("nobody's", "d").join());
            assertEquals(List.of("a", "b"), List.of(here.next(), here.next()));
            assertEquals(List.of("a", "b"), List.of(there.next(), there.next()));
            assertEquals("c", other.next());
        }
    }

    @Test
    void aUserIsReachedWhereverTheConnectionIs() throws Exception {
        try (Client ann = two.connect("user=ann")) {
            two.server().settled(Audience.user("ann")).join();
            ByteBuffer text = ByteBuffer.wrap("hi".getBytes(UTF_8));
            assertEquals(
                    1,
                    one.server()
                            .publish(Audience.user("ann"), MessageType.TEXT, text)
                            .join());
            assertEquals(
                    0,
                    one.server()
                            .publish(Audience.topic("ann"), MessageType.TEXT, text)
                            .join());
            assertEquals("hi", ann.next());
        }
    }

    @Test
    void everybodyHearsABroadcast() throws Exception {
        try (Client here = one.connect("");
                Client there = two.connect("")) {
            assertEquals(
                    2,
                    two.server()
                            .publish(Audience.all(), MessageType.TEXT, ByteBuffer.wrap("all".getBytes(UTF_8)))
                            .join());
            assertEquals("all", here.next());
            assertEquals("all", there.next());
        }
    }

    @Test
    void aConnectionIsSentToDescribedAndClosedFromTheOtherHost() throws Exception {
        try (Client there = two.connect("")) {
            assertEquals(Optional.empty(), one.server().find(there.id()));
            RemoteConnection remote = one.server().findElsewhere(there.id()).orElseThrow();
            assertTrue(remote.send(MessageType.TEXT, ByteBuffer.wrap("to you".getBytes(UTF_8)))
                    .join()
                    .taken());
            assertEquals("to you", there.next());
            assertEquals("127.0.0.1", remote.describe().join().orElseThrow().clientAddress());
            assertTrue(remote.close(CloseCode.NORMAL, "enough").join());
            assertEquals("closed", there.next());
            while (!remote.describe().join().isEmpty()) {
                Thread.onSpinWait();
            }
            assertEquals(
                    SendResult.CLOSED,
                    remote.send(MessageType.TEXT, ByteBuffer.wrap("late".getBytes(UTF_8)))
                            .join());
        }
    }

    @Test
    void aConnectionOfAHostThatIsNotThereHasEnded() {
        RemoteConnection gone = one.server().findElsewhere("AAAJAAAAAQAAAAE=").orElseThrow();
        assertEquals(
                SendResult.CLOSED,
                gone.send(MessageType.TEXT, ByteBuffer.allocate(0)).join());
        assertEquals(Optional.empty(), gone.describe().join());
    }

    @Test
    void whatOnePublisherSendsToATopicComesInItsOrderOnEveryHost() throws Exception {
        int messages = 20_000;
        try (Client here = one.connect("topic=order");
                Client there = two.connect("topic=order")) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                answers.add(one.server().publish("order", "" + i));
                if (answers.size() % 1_000 == 0) {
                    answers.getLast().join();
                }
            }
            for (CompletableFuture<Integer> answer : answers) {
                assertEquals(2, answer.join());
            }
            for (Client client : List.of(here, there)) {
                for (int i = 0; i < messages; i++) {
                    assertEquals("" + i, client.next());
                }
            }
        }
    }

    @Test
    void whatNobodyHearsAnyMoreIsLeft() throws Exception {
        try (Client stays = one.connect("topic=left")) {
            try (Client _ = one.connect("topic=left&topic=left.too")) {
                assertEquals(1, two.server().publish("left.too", "x").join());
            }
            while (two.server().publish("left.too", "x").join() != 0) {
                Thread.onSpinWait();
            }
            assertEquals(1, two.server().publish("left", "y").join());
            assertEquals("y", stays.next());
        }
    }

    @Test
    void aLongMessageComesWhole() throws Exception {
        String text = "x".repeat(1_000_000);
        try (Client there = two.connect("topic=long")) {
            assertEquals(1, one.server().publish("long", text).join());
            assertEquals(text, there.next());
        }
    }
}
