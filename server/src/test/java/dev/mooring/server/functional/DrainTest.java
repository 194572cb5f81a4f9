package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.admin.ServerControl.Phase;
import dev.mooring.server.connection.Admission;
import dev.mooring.server.drain.Drain;
import dev.mooring.server.metrics.RefusalReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The drain: 1012 to everybody, once, while whoever comes is sent elsewhere. */
@Timeout(60)
class DrainTest {
    private static final long HANG_GUARD_SECONDS = 50;

    @Test
    void tellsEverybodyOnceThatTheServiceRestarts() throws Exception {
        try (TestServer server = TestServer.start("--drain-window=300ms", "--event-loops=2")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(server.open());
            }
            server.server().drain();
            server.server().drain();
            assertEquals(Phase.DRAINING, server.server().phase());
            for (RawClient client : clients) {
                ServerFrame close = client.frame();
                assertEquals("close 1012", close.describe());
                assertEquals("restart", close.closeReason());
                client.send(Frames.close(1012, ""));
                client.expectEnd();
            }
            awaitEnd(server.server().drained());
            assertEquals(100, server.counters().closedByCode().get("1012"));
            assertEquals(0, server.counters().open());
        }
    }

    @Test
    void answers503ToWhoeverComesMeanwhile() {
        try (TestServer server = TestServer.start("--drain-window=60s");
                RawClient half = server.connect();
                RawClient waiting = server.open();
                RawClient other = server.open()) {
            half.send(RawClient.REQUEST.substring(0, 20));
            server.server().drain();
            try (RawClient late = server.connect()) {
                late.send(RawClient.REQUEST);
                assertDraining(late);
            }
            half.send(RawClient.REQUEST.substring(20));
            assertDraining(half);
            waiting.echoes("not my turn yet");
            other.echoes("nor mine");
            assertEquals(2, server.counters().refusedFor(RefusalReason.DRAINING));
        }
    }

    @Test
    void closesNobodyBeforeTheDelayIsOver() {
        try (TestServer server = TestServer.start("--drain-window=0s", "--drain-delay=60s");
                RawClient client = server.open()) {
            server.server().drain();
            client.echoes("still served");
            assertFalse(server.server().drained().isDone());
        }
    }

    @Test
    void closesEverybodyWithinTheWindowThatIsAskedFor() throws Exception {
        try (TestServer server = TestServer.with("--drain-window=1h").ticking().start();
                RawClient client = server.open()) {
            server.server().drain(Duration.ZERO);
            assertEquals("close 1012", client.frame().describe());
            awaitEnd(server.server().drained());
        }
    }

    @Test
    void resetsThoseWhoIgnoreIt() throws Exception {
        try (TestServer server = TestServer.with("--drain-window=0s").ticking().start();
                RawClient deaf = server.open()) {
            server.server().drain();
            assertEquals("close 1012", deaf.frame().describe());
            awaitEnd(server.server().drained());
            assertEquals(0, server.counters().open());
            assertEquals(1, server.counters().closedByCode().get("1012"));
        }
    }

    @Test
    void endsWhenNobodyIsThere() throws Exception {
        try (TestServer server = TestServer.start("--drain-window=0s")) {
            server.server().drain();
            awaitEnd(server.server().drained());
        }
    }

    @Test
    void endsWithTheLastClientAndNotWithTheWindow() throws Exception {
        try (TestServer server = TestServer.start("--drain-window=1h")) {
            try (RawClient leaving = server.open();
                    RawClient lost = server.open()) {
                server.server().drain();
                leaving.send(Frames.close(1000, ""));
                leaving.expectClose(1000);
                lost.echoes("the last");
                assertFalse(server.server().drained().isDone());
            }
            awaitEnd(server.server().drained());
            assertEquals(0, server.counters().open());
        }
    }

    @Test
    void endsWhenTheLastClientLeavesDuringTheDelay() throws Exception {
        try (TestServer server = TestServer.start("--drain-window=1h", "--drain-delay=1h")) {
            try (RawClient client = server.open()) {
                server.server().drain();
                client.echoes("before");
            }
            awaitEnd(server.server().drained());
        }
    }

    @Test
    void endsAtOnceWhenNobodyIsThereWhateverTheDelay() throws Exception {
        try (TestServer server = TestServer.start("--drain-window=1h", "--drain-delay=1h")) {
            server.server().drain();
            awaitEnd(server.server().drained());
        }
    }

    @Test
    void isShortenedByASecondOne() throws Exception {
        try (TestServer server = TestServer.start("--drain-window=1h");
                RawClient client = server.open()) {
            assertEquals(Optional.empty(), server.server().drain());
            client.echoes("not yet");
            assertEquals(Optional.empty(), server.server().drain(Duration.ZERO));
            assertEquals("close 1012", client.frame().describe());
            client.send(Frames.close(1012, ""));
            awaitEnd(server.server().drained());
        }
    }

    @Test
    void saysWhatIsLeftOfItWhenALongerOneIsAskedFor() {
        AtomicLong now = new AtomicLong();
        try (TurnedLoop loop = standing();
                RawClient client = loop.open()) {
            Drain drain = drain(loop, now::get);
            assertEquals(Optional.empty(), drain.start(Duration.ofSeconds(10), Duration.ofSeconds(60)));
            now.set(Duration.ofSeconds(22).toNanos());
            assertEquals(
                    Optional.of(Duration.ofSeconds(48)), drain.start(Duration.ofSeconds(10), Duration.ofSeconds(49)));
            assertEquals(Optional.empty(), drain.start(Duration.ofSeconds(10), Duration.ofSeconds(48)));
            assertEquals(Optional.empty(), drain.start(Duration.ofSeconds(10), Duration.ofSeconds(5)));
            assertEquals(
                    Optional.of(Duration.ofSeconds(5)), drain.start(Duration.ofSeconds(10), Duration.ofSeconds(48)));
            client.echoes("left in peace");
        }
    }

    @Test
    void tellsAtThePaceOfThoseWhoRemain() throws Exception {
        AtomicLong now = new AtomicLong();
        try (TurnedLoop loop = standing()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                clients.add(loop.open());
            }
            Drain drain = drain(loop, now::get);
            drain.start(Duration.ZERO, Duration.ofSeconds(100));
            for (RawClient client : clients.subList(0, 30)) {
                client.send(Frames.close(1000, ""));
                client.expectClose(1000);
            }
            now.set(Duration.ofSeconds(51).toNanos());
            Eventually.until(() -> open(loop) < 10);
            assertEquals(5, open(loop));
            clients.forEach(RawClient::close);
            awaitEnd(drain.over());
        }
    }

    @Test
    void tellsEverybodyAtOnceWhenItsPaceFailsAndSaysThatItFailed() throws Exception {
        AtomicInteger readings = new AtomicInteger();
        LongSupplier breaking = () -> {
            if (readings.incrementAndGet() >= 3) {
                throw new IllegalStateException("thrown by the test");
            }
            return 0;
        };
        try (TurnedLoop loop = standing();
                RawClient client = loop.open();
                RawClient other = loop.open()) {
            Drain drain = drain(loop, breaking);
            drain.start(Duration.ZERO, Duration.ofHours(1));
            for (RawClient told : List.of(client, other)) {
                assertEquals("close 1012", told.frame().describe());
                told.send(Frames.close(1012, ""));
                told.expectEnd();
            }
            assertThrows(ExecutionException.class, () -> awaitEnd(drain.over()));
            assertEquals("thrown by the test", drain.over().exceptionNow().getMessage());
        }
    }

    @Test
    void hasFailedWhenSomebodyIsLeftLongAfterTheWindow() throws Exception {
        try (TurnedLoop loop = standing();
                RawClient deaf = loop.open()) {
            Drain drain = drain(loop, () -> 0);
            drain.start(Duration.ZERO, Duration.ZERO);
            assertEquals("close 1012", deaf.frame().describe());
            assertThrows(ExecutionException.class, () -> awaitEnd(drain.over()));
            assertEquals(
                    "100ms after the window not everybody has left: 1",
                    drain.over().exceptionNow().getMessage());
        }
    }

    @Test
    void givesAProcessThatWasStoppedMeanwhileTimeToTellEverybody() {
        Admission admission = new Admission(1);
        admission.enter();
        AtomicInteger readings = new AtomicInteger();
        // Two readings as it starts; the process goes on an hour later.
        LongSupplier stopped =
                () -> readings.incrementAndGet() <= 2 ? 0 : Duration.ofHours(1).toNanos();
        Drain drain = new Drain(List.of(), admission, Duration.ofMillis(1), stopped);
        drain.start(Duration.ZERO, Duration.ZERO);
        assertThrows(ExecutionException.class, () -> awaitEnd(drain.over()));
        assertTrue(readings.get() > 3, "it failed at the first look after the stop");
    }

    /** Not join, which the timeout of a test cannot interrupt. */
    private static void awaitEnd(CompletableFuture<?> drained) throws Exception {
        drained.get(HANG_GUARD_SECONDS, TimeUnit.SECONDS);
    }

    /** A loop whose own deadlines never come. */
    private static TurnedLoop standing() {
        return new TurnedLoop(Duration.ofHours(1), Duration.ofMillis(40), Duration.ofHours(1));
    }

    private static Drain drain(TurnedLoop loop, LongSupplier nanoTime) {
        return new Drain(List.of(loop.loop()), loop.admission(), Duration.ofMillis(100), nanoTime);
    }

    private static int open(TurnedLoop loop) {
        return loop.loop()
                .eventLoop()
                .submit(() -> loop.loop().open())
                .syncUninterruptibly()
                .getNow();
    }

    private static void assertDraining(RawClient client) {
        Response response = client.response();
        assertEquals(503, response.status());
        assertEquals("server is draining", response.text().lines().toList().getLast());
        client.expectEnd();
    }
}
