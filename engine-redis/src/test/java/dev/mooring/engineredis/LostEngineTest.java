package dev.mooring.engineredis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.EngineGap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine that goes away comes back, with every topic, and what was lost meanwhile is in a gap that was told. */
@Timeout(180)
class LostEngineTest {
    @Test
    void everyMessageThatIsLostWhenTheEngineIsKilledIsInAGap() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Host one = Host.start(1, redis.address());
                Host two = Host.start(2, redis.address());
                Client client = two.connect("topic=n")) {
            assertNothingIsLostOutsideOfGaps(one, two, client, () -> {
                redis.kill();
                redis.startAgain();
            });
            assertFalse(two.gaps().isEmpty());
        }
    }

    @Test
    void everyMessageThatIsLostWhenItsConnectionsAreCutTwiceIsInAGap() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Host one = Host.start(1, redis.address());
                Host two = Host.start(2, redis.address());
                Client client = two.connect("topic=n")) {
            assertNothingIsLostOutsideOfGaps(one, two, client, () -> {
                redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
                redis.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
                redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
            });
            assertFalse(two.gaps().isEmpty());
        }
    }

    @Test
    void aFrozenEngineIsNoticedByItsSilence() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Host one = Host.start(1, redis.address());
                Host two = Host.start(2, redis.address());
                Client client = two.connect("topic=n")) {
            assertNothingIsLostOutsideOfGaps(one, two, client, () -> {
                redis.freeze();
                while (one.figure("mooring.engine.up") == 1 || two.figure("mooring.engine.up") == 1) {
                    Thread.onSpinWait();
                }
                CompletionException refused = assertThrows(
                        CompletionException.class,
                        () -> one.server().publish("n", "meanwhile").join());
                assertInstanceOf(RejectedExecutionException.class, refused.getCause());
                redis.thaw();
            });
            assertFalse(two.gaps().isEmpty());
        }
    }

    @Test
    void everyTopicIsBackAfterTheEngine() throws Exception {
        int topics = 3_000;
        try (RedisServer redis = RedisServer.start();
                Host one = Host.start(1, redis.address());
                Host two = Host.start(2, redis.address())) {
            List<Client> clients = new ArrayList<>();
            for (int client = 0; client < 30; client++) {
                StringBuilder query = new StringBuilder("user=u" + client);
                for (int topic = client; topic < topics; topic += 30) {
                    query.append("&topic=").append(topic);
                }
                clients.add(two.connect(query.toString()));
            }
            redis.kill();
            redis.startAgain();
            one.publishAtLast("0", "back");
            while (two.gaps().isEmpty()) {
                Thread.onSpinWait();
            }
            for (int topic = 0; topic < topics; topic++) {
                assertEquals(1, one.server().publish("" + topic, "back").join(), "topic " + topic);
            }
            // Everybody's and the host's own besides.
            assertEquals(topics + 30 + 2, two.gaps().getFirst().audiences());
            clients.forEach(Client::close);
        }
    }

    @Test
    void aHostThatBeginsBeforeItsEngineJoinsItLater() throws Exception {
        int port = RedisServer.freePort();
        try (Host one = Host.start(1, "redis://127.0.0.1:" + port);
                Client client = Client.connect(one.server().ports().first(), "topic=n")) {
            CompletionException refused = assertThrows(
                    CompletionException.class,
                    () -> one.server().publish("n", "early").join());
            assertInstanceOf(RejectedExecutionException.class, refused.getCause());
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.contains("redis://127.0.0.1:" + port + "/ cannot be reached"), message);
            try (RedisServer _ = RedisServer.startOn(port)) {
                one.publishAtLast("n", "late");
                assertEquals("late", client.next());
                assertEquals(1, one.gaps().size());
            }
        }
    }

    @Test
    void aWrongPasswordIsRefusedWithoutBeingShown() throws Exception {
        try (RedisServer redis = RedisServer.start("--requirepass", "right")) {
            for (String credentials : List.of("", ":wr0ng@", "somebody:wr0ng@")) {
                RefusedException refused = assertThrows(
                        RefusedException.class,
                        () -> Host.start(1, "redis://" + credentials + "127.0.0.1:" + redis.port() + "/"));
                String message = String.valueOf(refused.getMessage());
                assertTrue(
                        message.startsWith("engine=redis://127.0.0.1:" + redis.port() + "/ refuses this host: "),
                        message);
                assertFalse(message.contains("wr0ng"), message);
            }
            try (Host one = Host.start(1, "redis://:right@127.0.0.1:" + redis.port() + "/")) {
                assertEquals(0, one.server().publish("n", "x").join());
            }
        }
    }

    @Test
    void theSecondHostOfOneIdIsRefused() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Host one = Host.start(7, redis.address())) {
            RefusedException refused = assertThrows(RefusedException.class, () -> Host.start(7, redis.address()));
            assertEquals(
                    "host-id=7 is another host's of redis://127.0.0.1:" + redis.port()
                            + "/; give each host its own, or end the other one",
                    refused.getMessage());
            assertTrue(refused.isUnavailable());
            assertEquals(0, one.server().publish("n", "x").join());
        }
    }

    @Test
    void aHostComesBackUnderItsIdAtOnce() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            Host.start(7, redis.address()).close();
            Host.start(7, redis.address()).close();
        }
    }

    @Test
    void severalEnginesShareTheTopics() throws Exception {
        try (RedisServer first = RedisServer.start();
                RedisServer second = RedisServer.start();
                Host one = Host.start(1, first.address(), second.address());
                Host two = Host.start(2, first.address(), second.address());
                Client client = two.connect("topic=a&topic=b&topic=c&topic=d&topic=e&topic=f&topic=g&topic=h")) {
            for (String topic : client.topics()) {
                assertEquals(1, one.server().publish(topic, topic).join());
                assertEquals(topic, client.next());
            }
            Set<String> refused = new HashSet<>();
            second.kill();
            for (String topic : client.topics()) {
                try {
                    one.server().publish(topic, topic).join();
                } catch (CompletionException rejected) {
                    refused.add(topic);
                }
            }
            assertTrue(!refused.isEmpty() && refused.size() < client.topics().size(), refused.toString());
        }
    }

    /** Publishes numbers one after the other, and breaks something meanwhile. */
    private static void assertNothingIsLostOutsideOfGaps(Host one, Host two, Client client, Breaking breaking)
            throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Instant> began = new ArrayList<>();
        List<Instant> answered = new ArrayList<>();
        List<Boolean> taken = new ArrayList<>();
        Thread publisher = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                began.add(Instant.now());
                boolean ok;
                try {
                    one.server().publish("n", "" + taken.size()).join();
                    ok = true;
                } catch (CompletionException rejected) {
                    ok = false;
                }
                answered.add(Instant.now());
                taken.add(ok);
            }
        });
        assertEquals("0", client.next());
        breaking.run();
        one.publishAtLast("n", "over");
        while (two.gaps().isEmpty() || two.figure("mooring.engine.up") == 0) {
            Thread.onSpinWait();
        }
        over.set(true);
        publisher.join();
        one.publishAtLast("n", "end");
        List<String> heard = new ArrayList<>(List.of("0"));
        String next = client.next();
        while (!next.equals("end")) {
            heard.add(next);
            next = client.next();
        }
        Set<String> all = new HashSet<>(heard);
        assertEquals(heard.size(), all.size(), "none twice");
        List<Integer> numbers = heard.stream()
                .filter(each -> !each.equals("over"))
                .map(Integer::valueOf)
                .toList();
        assertEquals(numbers.stream().sorted().toList(), numbers, "in their order");
        List<EngineGap> gaps = two.gaps();
        for (int number = 0; number < taken.size(); number++) {
            if (taken.get(number) && !all.contains("" + number)) {
                Instant from = began.get(number);
                Instant until = answered.get(number);
                assertTrue(
                        gaps.stream().anyMatch(gap -> !until.isBefore(gap.from()) && !from.isAfter(gap.until())),
                        "lost " + number + ", published " + from + " to " + until + ", outside of " + gaps);
            }
        }
    }

    private interface Breaking {
        void run() throws Exception;
    }
}
