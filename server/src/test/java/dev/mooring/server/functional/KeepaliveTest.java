package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.keepalive.SweepSchedule;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pings on a turned clock: who is pinged when, and who is given up. */
@Timeout(120)
class KeepaliveTest {
    private static final byte[] PONG = Frames.frame(Frames.FINAL | Frames.PONG, "");
    private static final Duration PONG_TIMEOUT = Duration.ofMillis(40);
    private static final int INTERVAL = 32;

    @Test
    void givesUpEverybodyWhoDoesNotAnswer() {
        try (TurnedLoop loop = loop()) {
            List<RawClient> silent = open(loop, 20);
            for (int second = 0; second <= INTERVAL + 1; second++) {
                loop.turn(TurnedLoop.STEP);
            }
            assertEquals(20, loop.counters().pingTimeouts.sum());
            assertEquals(Map.of("1006", 20L), loop.counters().closedByCode());
            for (RawClient client : silent) {
                assertEquals("ping ", client.frame().describe());
                client.expectEnd();
            }
        }
    }

    @Test
    void keepsAndPingsOnceAnIntervalEverybodyWhoAnswers() {
        int intervals = 5;
        try (TurnedLoop loop = loop()) {
            List<RawClient> clients = open(loop, 20);
            for (int second = 0; second < intervals * INTERVAL; second++) {
                loop.turn(TurnedLoop.STEP);
                answer(loop, clients);
            }
            assertEquals(0, loop.counters().pingTimeouts.sum());
            assertEquals(20, loop.counters().open());
            assertEquals(20L * intervals, loop.counters().pingsSent.sum());
        }
    }

    @Test
    void doesNotBlameItsPeersForAPauseOfItsOwn() {
        Duration step = Duration.ofMillis(5);
        try (TurnedLoop loop = new TurnedLoop(
                Duration.ofMillis(200), PONG_TIMEOUT, SweepSchedule.longestStep(PONG_TIMEOUT), Duration.ofHours(1))) {
            List<RawClient> clients = open(loop, 20);
            while (loop.counters().pingsSent.sum() == 0) {
                loop.turn(step);
            }
            loop.turn(Duration.ofHours(1));
            assertEquals(0, loop.counters().pingTimeouts.sum());
            for (int i = 0; i < 80; i++) {
                answer(loop, clients);
                loop.turn(step);
            }
            assertEquals(0, loop.counters().pingTimeouts.sum());
            assertEquals(20, loop.counters().open());
        }
    }

    @Test
    void readsAPongThatCameInTimeBeforeItGivesItsPeerUp() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        WebSocketHandler slow = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                entered.countDown();
                try {
                    released.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (TurnedLoop loop = new TurnedLoop(
                        Duration.ofSeconds(INTERVAL), PONG_TIMEOUT, TurnedLoop.STEP, Duration.ofHours(1), slow);
                RawClient busy = loop.open();
                RawClient pinged = loop.open()) {
            turnUntilPinged(loop);
            Eventually.until(() -> busy.hasReceived() || pinged.hasReceived());
            RawClient other = busy.hasReceived() ? busy : pinged;
            RawClient sender = busy.hasReceived() ? pinged : busy;
            assertEquals("ping ", other.frame().describe());
            sender.send(Frames.text("keeps the loop busy"));
            entered.await();
            other.send(PONG).delivered();
            loop.turnHeldUp(TurnedLoop.STEP);
            released.countDown();
            Eventually.until(() -> loop.counters().pongsReceived.sum()
                            + loop.counters().pingTimeouts.sum()
                    > 0);
            assertEquals(0, loop.counters().pingTimeouts.sum());
            assertEquals(2, loop.counters().open());
        }
    }

    @Test
    void pingsAboutTheSameNumberEverySecondFromTheThirdIntervalOn() {
        try (TurnedLoop loop = loop()) {
            List<RawClient> clients = open(loop, 10 * INTERVAL);
            for (int second = 0; second < 4 * INTERVAL; second++) {
                long before = loop.counters().pingsSent.sum();
                loop.turn(TurnedLoop.STEP);
                long pings = loop.counters().pingsSent.sum() - before;
                int most = second < 2 * INTERVAL ? 30 : 20;
                assertTrue(pings <= most, pings + " pings in second " + second);
                answer(loop, clients);
            }
            long all = loop.counters().pingsSent.sum();
            assertTrue(all >= 4L * clients.size(), all + " pings");
            assertTrue(loop.counters().pingsEarly.sum() <= 2L * clients.size(), loop.counters().pingsEarly + " early");
        }
    }

    @Test
    void putsOffThePingOfAPeerThatSpoke() {
        try (TurnedLoop loop = loop();
                RawClient client = loop.open()) {
            for (int second = 0; second < 5 * INTERVAL; second++) {
                loop.turn(TurnedLoop.STEP);
                if (second % 13 == 0) {
                    client.echoes("second " + second);
                }
            }
            assertEquals(0, loop.counters().pingsSent.sum());
            turnUntilPinged(loop);
            assertEquals("ping ", client.frame().describe());
        }
    }

    @Test
    void keepsAPeerThatAnswersItsPingWithDataOnly() {
        try (TurnedLoop loop = loop();
                RawClient client = loop.open()) {
            for (int i = 0; i < 3; i++) {
                turnUntilPinged(loop);
                assertEquals("ping ", client.frame().describe());
                client.echoes("not a pong");
                loop.turn(TurnedLoop.STEP);
            }
            assertEquals(0, loop.counters().pingTimeouts.sum());
            assertEquals(1, loop.counters().open());
        }
    }

    @Test
    void givesUpNobodyWhoseAnswerTakesMostOfAPongTimeoutAsLongAsTheInterval() {
        Duration interval = Duration.ofMillis(80);
        Duration step = interval.dividedBy(8);
        try (TurnedLoop loop = new TurnedLoop(interval, interval, Duration.ofHours(1))) {
            List<RawClient> clients = open(loop, 500);
            for (int turn = 0; turn < 10; turn++) {
                // Each ping waits for its pong for five to six of the eight steps that it may take.
                List<List<RawClient>> pinged = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    loop.turn(step);
                    pinged.add(pinged(loop, clients));
                    if (pinged.size() > 5) {
                        pong(
                                loop,
                                pinged.removeFirst().stream()
                                        .filter(RawClient::hasReceived)
                                        .toList());
                    }
                }
                answer(loop, clients);
            }
            assertEquals(0, loop.counters().pingTimeouts.sum());
            assertEquals(500, loop.counters().open());
            assertTrue(loop.counters().pingsSent.sum() > 500 * 7, loop.counters().pingsSent + " pings");
        }
    }

    private static TurnedLoop loop() {
        return new TurnedLoop(Duration.ofSeconds(INTERVAL), PONG_TIMEOUT, Duration.ofHours(1));
    }

    private static List<RawClient> open(TurnedLoop loop, int number) {
        return IntStream.range(0, number).mapToObj(i -> loop.open()).toList();
    }

    private static void turnUntilPinged(TurnedLoop loop) {
        long before = loop.counters().pingsSent.sum();
        while (loop.counters().pingsSent.sum() == before) {
            loop.turn(TurnedLoop.STEP);
        }
    }

    private static void answer(TurnedLoop loop, List<RawClient> clients) {
        pong(loop, pinged(loop, clients));
    }

    /** Those whose ping waits to be answered. A busy kernel may bring it a moment after the tick that sent it. */
    private static List<RawClient> pinged(TurnedLoop loop, List<RawClient> clients) {
        long waiting =
                loop.counters().pingsSent.sum() - loop.counters().pongsReceived.sum();
        Eventually.until(() -> clients.stream().filter(RawClient::hasReceived).count() == waiting);
        return clients.stream().filter(RawClient::hasReceived).toList();
    }

    private static void pong(TurnedLoop loop, List<RawClient> pinged) {
        long due = loop.counters().pongsReceived.sum() + pinged.size();
        for (RawClient client : pinged) {
            assertEquals("ping ", client.frame().describe());
            client.send(PONG);
        }
        Eventually.until(() -> loop.counters().pongsReceived.sum() >= due);
    }
}
